"""The addresses of the sign-in site. The names are those that django-allauth knows, so that its flows find our pages.

Not mounted, since there is nothing behind them: sign-up, reset by e-mail, e-mail and telephone management.
"""

from django.urls import path

from kentongan.desk.sign_in import account, door, habits, keys, paper, sessions

urlpatterns = [
    path("", door.sign_in, name="account_login"),
    path("kode/", door.second_step, name="mfa_authenticate"),
    path("kunci/", door.by_passkey, name="mfa_login_webauthn"),
    path("kunci/mulai/", door.ask_passkey, name="account_ask_passkey"),
    path("mulai/", door.start, name="account_start"),
    path("keluar/", door.sign_out, name="account_logout"),
    path("nonaktif/", door.inactive, name="account_inactive"),
    path("akun/", account.my_account, name="mfa_index"),
    path("akun/amankan/", account.secure, name="account_secure"),
    path("akun/pastikan/", account.prove, name="account_reauthenticate"),
    path("akun/kata-sandi/", account.change_password, name="account_change_password"),
    path("akun/cara-kerja/", habits.change, name="account_habits"),
    path("akun/kalender/", habits.new_feed, name="account_feed"),
    path("akun/kalender/cabut/", habits.revoke_feed, name="account_feed_revoke"),
    path("akun/kode/", account.activate, name="mfa_activate_totp"),
    path("akun/kode/lepas/", account.deactivate, name="mfa_deactivate_totp"),
    path("akun/kunci/", keys.mine, name="mfa_list_webauthn"),
    path("akun/kunci/<int:passkey_id>/lepas/", keys.remove, name="mfa_remove_webauthn"),
    path("akun/kertas/", paper.new, name="account_paper"),
    path("akun/kertas/cabut/", paper.remove, name="account_paper_remove"),
    path("akun/sesi/", sessions.mine, name="account_sessions"),
    path("akun/sesi/akhiri-lain/", sessions.end_others, name="account_sessions_end"),
    path("akun/sesi/<uuid:session_id>/akhiri/", sessions.end, name="account_session_end"),
    path("akun/kode-cadangan/", account.view_codes, name="mfa_view_recovery_codes"),
    path("akun/kode-cadangan/baru/", account.new_codes, name="mfa_generate_recovery_codes"),
]
