"""The addresses of the officer's own key, under /meja/kunci/ in the namespace `desk`."""

from django.urls import path

from kentongan.desk.keys import views

urlpatterns = [
    path("", views.mine, name="key"),
    path("buat/", views.make, name="key_make"),
    path("ganti/", views.rotate, name="key_rotate"),
    path("pulihkan/", views.recover, name="key_recover"),
    path("kertas/", views.show_again, name="key_paper"),
    path("lembar.pdf", views.sheet, name="key_sheet"),
    path("pastikan/", views.confirm, name="key_confirm"),
    path("buka/", views.unlock, name="key_unlock"),
    path("tutup/", views.lock, name="key_lock"),
]
