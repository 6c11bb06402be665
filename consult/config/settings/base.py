"""All settings. Another environment is another set of variables, never another file."""

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as noop

from consult.config import env

BASE_DIR = env.BASE_DIR
VAR_DIR = env.data_dir()
DEBUG = env.flag("DEBUG", False)
DEMO = env.flag("DEMO", True)
SECRET_KEY = env.secret_key()
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
HTTPS = env.flag("HTTPS", False)
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.text('PORT', '8000')}").rstrip("/")
SITE_NAME = env.text("SITE_NAME", noop("Diễn đàn Trí thức Cần Thơ"))
SITE_TAGLINE = env.text("SITE_TAGLINE", noop("Tư vấn, phản biện và giám định xã hội"))
SITE_OWNER = env.text("SITE_OWNER", noop("Ủy ban Mặt trận Tổ quốc Việt Nam thành phố Cần Thơ"))

INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_filters",
    "django_htmx",
    "procrastinate.contrib.django",
    "consult.kit",
    "consult.ledger",
    "consult.people",
    "consult.notices",
    "consult.live",
    "consult.documents",
    "consult.experts",
    "consult.consultations",
    "consult.forums",
    "consult.polls",
    "consult.rooms",
    "consult.rounds",
    "consult.reports",
    "consult.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "consult.kit.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "consult.kit.middleware.SignInFirst",
    "allauth.account.middleware.AccountMiddleware",
    "consult.people.middleware.second_factor",
    "django_htmx.middleware.HtmxMiddleware",
    "consult.kit.middleware.private_pages",
    "consult.kit.middleware.refusals",
]

ROOT_URLCONF = "consult.config.urls"
ASGI_APPLICATION = "consult.config.asgi.application"
WSGI_APPLICATION = "consult.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "consult.desk.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "consult.kit.templatetags.consult"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
if REDIS_URL:
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL]},
        }
    }
    _CACHE = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    CACHES = {"default": _CACHE, "pages": {**_CACHE, "KEY_PREFIX": "pages"}}
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    _CACHE = "django.core.cache.backends.locmem.LocMemCache"
    # Limits of attempts are counted in the first one: what pages keep must not push them out.
    CACHES = {
        "default": {"BACKEND": _CACHE, "LOCATION": "consult", "OPTIONS": {"MAX_ENTRIES": 10_000}},
        "pages": {"BACKEND": _CACHE, "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 2_000}},
    }

# Language: Vietnamese is the source, English a complete translation.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "vendor"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.flag("HASHED_STATIC", True)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_LIMIT = env.number("UPLOAD_LIMIT", 25 * 1024 * 1024)
# A whole request, counted by the server before the application sees it.
REQUEST_LIMIT = env.number("REQUEST_LIMIT", 32 * 1024 * 1024)
# Two fields of COMMENT_LIMIT letters as a browser writes them: a decomposed ế is thirteen characters.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# People and sessions
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "consult.desk.views.csrf_failure"

ACCOUNT_ADAPTER = "consult.people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "consult.people.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "consult.people.forms.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = SITE_NAME
# Officers of agencies and councils must have a second factor; the demo switches it off and says so.
STAFF_SECOND_FACTOR = env.flag("STAFF_SECOND_FACTOR", not DEMO)

OIDC_ISSUER = env.text("OIDC_ISSUER")
OIDC_NAME = env.text("OIDC_NAME", "VNeID")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "consult.people.issuer.provider.IssuerProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "vneid",
                "name": OIDC_NAME,
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.text("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False

# Mail goes through our outbox; the demo writes it to a folder that a page shows.
MAIL_DIR = VAR_DIR / "mail"
EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    "consult.notices.backends.FolderBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <khong-tra-loi@consult.test>")

# Nothing is loaded from elsewhere and nothing runs inline.
CONTENT_SECURITY_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "font-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    # The sign-in button posts to us, and we redirect to the issuer.
    "form-action": ["'self'", *env.origin(OIDC_ISSUER)],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "manifest-src": ["'self'"],
}

# Rooms: figures of the protocol.
LIVE_HEARTBEAT = env.number("LIVE_HEARTBEAT", 25)
LIVE_RECHECK = env.number("LIVE_RECHECK", 30)
HTTP_THREADS = env.number("HTTP_THREADS", 8)
# Bind a server process to one core: quicker where each process has a core; `make run` sets it.
ONE_CORE = env.flag("ONE_CORE", False)

MESSAGE_LIMIT = 4_000
COMMENT_LIMIT = 160_000
# Reports of comments: by one person in an hour; reports of secret content that hide at once although nobody has yet
# found them right; and after how many hours the moderators are reminded of what waits.
FLAGS_PER_HOUR = 20
SECRET_FLAGS_TRUSTED = 3
MODERATION_HOURS = env.number("MODERATION_HOURS", 24)
# Unsent texts of one person, and how often a minute they are saved.
DRAFT_LIMIT = 50
DRAFT_RATE = 120
# How long an author may ask for another look before the council may close its compilation.
ASIDE_APPEAL_HOURS = env.number("ASIDE_APPEAL_HOURS", 48)
# Under which licence the open data of closed files are given away.
OPEN_DATA_LICENCE = env.text("OPEN_DATA_LICENCE", "CC BY 4.0")
OPEN_DATA_LICENCE_URL = env.text(
    "OPEN_DATA_LICENCE_URL", "https://creativecommons.org/licenses/by/4.0/deed.vi"
)
# How long authors check the points that carry their opinions, unless a file says otherwise; 0 leaves the check out.
AUTHOR_CHECK_HOURS = env.number("AUTHOR_CHECK_HOURS", 48)
# A council's vote: the share of its members that takes part, and of these the share that more than agrees.
COUNCIL_QUORUM = env.text("COUNCIL_QUORUM", "2/3")
COUNCIL_MAJORITY = env.text("COUNCIL_MAJORITY", "1/2")
# A language model that may propose titles and groupings for one clause, behind an OpenAI-compatible address; none by
# default. Only what everybody may read is sent to it.
LLM_ENDPOINT = env.endpoint("LLM_ENDPOINT")
LLM_MODEL = env.text("LLM_MODEL")
LLM_KEY = env.text("LLM_KEY")
LLM_TIMEOUT = env.number("LLM_TIMEOUT", 120)
if LLM_ENDPOINT and not LLM_MODEL:
    raise ImproperlyConfigured("LLM_MODEL must name the model behind LLM_ENDPOINT.")
# Files of one opinion, and how many an hour one person attaches.
EVIDENCE_LIMIT = 5
EVIDENCE_RATE = 40
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {"consult": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}
