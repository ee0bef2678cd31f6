"""Addresses for login and for one's own account: allauth's views under Swedish paths."""

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.usersessions import views as session_views
from django.urls import include, path

from accounts import views
from accounts.passkeys import ceremony_only

log_in = [
    path("", views.account_request_login_code, name="account_request_login_code"),
    path("kod/", views.account_confirm_login_code, name="account_confirm_login_code"),
    path("losenord/", account_views.login, name="account_login"),
    path("glomt-losenord/", account_views.password_reset, name="account_reset_password"),
    path(
        "glomt-losenord/kod/",
        account_views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "glomt-losenord/nytt/", account_views.complete_password_reset, name="account_complete_password_reset"
    ),
    path(
        "glomt-losenord/klart/",
        account_views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("andra-steget/", ceremony_only(mfa_views.authenticate), name="mfa_authenticate"),
    path("nyckel/", ceremony_only(webauthn_views.login_webauthn), name="mfa_login_webauthn"),
    path("stangt-konto/", account_views.account_inactive, name="account_inactive"),
    path("nytt-konto/", account_views.signup, name="account_signup"),
]
security = [
    path("", mfa_views.index, name="mfa_index"),
    path("bekrafta/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("bekrafta/losenord/", account_views.reauthenticate, name="account_reauthenticate"),
    path(
        "bekrafta/nyckel/",
        ceremony_only(webauthn_views.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("bekrafta/ny-kod/", views.account_fresh_login, name="account_fresh_login"),
    path("byt-losenord/", account_views.password_change, name="account_change_password"),
    path("valj-losenord/", account_views.password_set, name="account_set_password"),
    path("app/", totp_views.activate_totp, name="mfa_activate_totp"),
    path("app/ta-bort/", totp_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("reservkoder/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("reservkoder/nya/", recovery_views.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("reservkoder/fil/", recovery_views.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("nycklar/", webauthn_views.list_webauthn, name="mfa_list_webauthn"),
    path("nycklar/ny/", ceremony_only(webauthn_views.add_webauthn, is_login=False), name="mfa_add_webauthn"),
    path("nycklar/<int:pk>/", webauthn_views.edit_webauthn, name="mfa_edit_webauthn"),
    path("nycklar/<int:pk>/ta-bort/", webauthn_views.remove_webauthn, name="mfa_remove_webauthn"),
]
urlpatterns = [
    path("logga-in/", include(log_in)),
    path("logga-ut/", views.account_logout, name="account_logout"),
    path("mitt-konto/", views.account, name="account"),
    path("mitt-konto/sakerhet/", include(security)),
    path("oversikt/personer/<int:pk>/namn/", views.person_name, name="person_name"),
    path("mitt-konto/sessioner/", session_views.list_usersessions, name="usersessions_list"),
]
