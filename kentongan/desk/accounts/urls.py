"""The addresses of account management, under /meja/akun/ in the namespace `desk`."""

from django.urls import path

from kentongan.desk.accounts import views

urlpatterns = [
    path("", views.accounts, name="accounts"),
    path("baru/", views.add, name="account_add"),
    path("<uuid:officer_id>/", views.account, name="account"),
    path("<uuid:officer_id>/data/", views.details, name="account_details"),
    path("<uuid:officer_id>/peran/", views.roles, name="account_roles"),
    path("<uuid:officer_id>/lembar/", views.reset, name="account_reset"),
    path("<uuid:officer_id>/buka-kunci/", views.unlock, name="account_unlock"),
    path("<uuid:officer_id>/nonaktifkan/", views.deactivate, name="account_deactivate"),
    path("<uuid:officer_id>/aktifkan/", views.activate, name="account_activate"),
]
