from django.urls import path

from consult.rooms import views

urlpatterns = [
    path("ho-so/<slug:code>/phong/moi/", views.room_new, name="room_new"),
    path("phong/<int:pk>/", views.room, name="room"),
    path("phong/<int:pk>/mo/", views.room_open, name="room_open"),
    path("phong/<int:pk>/ket-thuc/", views.room_close, name="room_close"),
    path("phong/<int:pk>/vao/", views.room_enter, name="room_enter"),
    path("phong/<int:pk>/noi/", views.room_say, name="room_say"),
    path("phong/<int:pk>/luot/", views.room_turn, name="room_turn"),
    path("phong/<int:pk>/chuong-trinh/", views.room_agenda, name="room_agenda"),
    path("phong/<int:pk>/bieu-quyet/", views.room_show, name="room_show"),
    path("phong/<int:pk>/gio-tay/", views.room_hand, name="room_hand"),
    path("phong/<int:pk>/bien-ban/", views.room_minutes, name="room_minutes"),
]
