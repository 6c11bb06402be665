from django.urls import path

from consult.forums import release_views, views

urlpatterns = [
    path(
        "ho-so/<slug:code>/van-ban/<int:number>/y-kien-khong-con-cho/",
        views.comments_without_place,
        name="comments_without_place",
    ),
    path("ho-so/<slug:code>/gop-y/moi/", views.comment_new, name="comment_new"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/", views.comment, name="comment"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/bien-nhan/", views.comment_receipt, name="comment_receipt"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/cong-bo/", release_views.comment_release, name="comment_release"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/ho-ten/", release_views.comment_naming, name="comment_naming"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/tra-loi/", views.reply_new, name="reply_new"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/rut/", views.comment_withdraw, name="comment_withdraw"),
    path("ho-so/<slug:code>/gop-y/<int:pk>/tan-thanh/", views.comment_endorse, name="comment_endorse"),
]
