"""How allauth behaves in this house: mails through the outbox, no sign-up by a foreign e-mail claim."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site

from consult.people import post


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix, email, context):
        """Hand the mail to the outbox: a mail server that is away must not fail a sign-up."""
        full = {
            "email": email,
            "request": self.request,
            "site_name": settings.SITE_NAME,
            "current_site": get_current_site(self.request),
            **context,
        }
        message = self.render_mail(template_prefix, email, full)
        # Asked twice is sent twice: the second link is the one that still works.
        post.send(email, message.subject, message.body, f"account:{uuid.uuid4()}")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_auto_signup_allowed(self, request, sociallogin):
        """Never: everybody reads the consents and ticks them, whoever vouches for the e-mail address."""
        return False

    def get_signup_form_initial_data(self, sociallogin):
        initial = super().get_signup_form_initial_data(sociallogin)
        told = sociallogin.account.get_provider_account().get_user_data() or {}
        return {**initial, "full_name": told.get("name", "")}

    def save_user(self, request, sociallogin, form=None):
        """The account has the address that the person wrote; the issuer's word counts for that one alone."""
        if form is not None:
            written = form.cleaned_data["email"].lower()
            told = sociallogin.email_addresses
            sociallogin.email_addresses = [one for one in told if one.email.lower() == written]
        return super().save_user(request, sociallogin, form)
