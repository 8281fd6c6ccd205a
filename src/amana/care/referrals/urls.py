"""The part's addresses. Ids are random: an address tells nothing."""

from django.urls import path

from amana.care.referrals import pages

app_name = "referrals"
urlpatterns = [
    path("", pages.referrals, name="list"),
    path("of/<str:case>", pages.choose, name="choose"),
    path("<str:pk>", pages.referral, name="referral"),
    path("<str:pk>/page", pages.page, name="page"),
]
