"""Accounts: own user model, allauth for sign-in (staff and public alike), guardian for exceptional grants."""

from cms.settings.env import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:start"
LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = "account_login"

# Guardian would otherwise create a person called AnonymousUser who shows up in the user list.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = env.str("ACCOUNT_EMAIL_VERIFICATION", default="mandatory")
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_ADAPTER = "cms.accounts.web.adapter.AccountAdapter"
ACCOUNT_FORMS = {"signup": "cms.accounts.web.forms.SignupForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Attempts per address of the network, per account ("key") or per person signed in ("user").
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "find_organisation": "20/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# One period either way: telephones are rarely exactly on time.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "试点通"
