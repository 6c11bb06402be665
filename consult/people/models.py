from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from consult.ledger.models import Book
from consult.people.querysets import ConsentQuerySet, MembershipQuerySet, OrganisationQuerySet
from consult.people.roles import Level, OrganisationKind, Role


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. The name is shown only where a named voice or a role says so."""

    email = models.EmailField(_("thư điện tử"), unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    name_key = models.CharField(max_length=400, db_index=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    date_joined = models.DateTimeField(default=timezone.now)
    # Sign-out everywhere and changes of rights close open sockets by raising this number.
    session_epoch = models.PositiveIntegerField(default=0)
    # Part of the hash that every session carries: setting it ends them all.
    signed_out_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = verbose_name_plural = _("người dùng")

    def __str__(self):
        return self.full_name or self.email

    def _get_session_auth_hash(self, secret=None):
        """As Django's, with the last "sign out everywhere": sessions made before it are no longer valid."""
        marked = f"{self.password}|{self.signed_out_at.isoformat() if self.signed_out_at else ''}"
        salt = "consult.people.models.User.session"
        return salted_hmac(salt, marked, secret=secret, algorithm="sha256").hexdigest()


class Organisation(models.Model):
    official_name = models.CharField(max_length=250)
    short_name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=24, choices=OrganisationKind.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    predecessors = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="successors")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    doc_symbol = models.CharField(max_length=40, blank=True)
    place_name = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    book = models.OneToOneField(Book, on_delete=models.PROTECT, related_name="organisation")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("tổ chức")
        constraints = [
            models.CheckConstraint(
                name="organisation_dates_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            )
        ]

    def __str__(self):
        return self.short_name


class Membership(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=Role.choices)
    title = models.CharField(_("chức vụ"), max_length=120, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("vai trò trong tổ chức")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(valid_to=None),
                name="membership_once_while_open",
            ),
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"


class ConsentText(models.Model):
    """The exact words of a consent, by purpose and version. Never edited: a new version is a new row."""

    class Purpose(models.TextChoices):
        ACCOUNT = "account", _("Mở và duy trì tài khoản")
        REGISTER = "register", _("Đưa hồ sơ vào danh bạ chuyên gia công khai")
        PUBLIC_NAME = "public_name", _("Công khai họ tên bên cạnh ý kiến")
        NOTICES = "notices", _("Nhận thông báo qua thư điện tử")

    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    version = models.PositiveIntegerField()
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    required = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("nội dung xin đồng ý")
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_once_per_version")
        ]

    def __str__(self):
        return f"{self.purpose} {self.version}"


class Consent(models.Model):
    """One choice of one person about one purpose, at one time. Silence is no consent; rows are only added."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT)
    given = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(max_length=16, default="web")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("sự đồng ý")
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.user_id} {self.text} {self.given}"


class Commune(models.Model):
    """A commune-level unit of the official list, loaded by a command."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    province = models.CharField(max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("xã, phường")

    def __str__(self):
        return self.name
