"""The room's addresses. Ids are random: an address tells nothing."""

from django.urls import path

from amana.testimony import pages, pages_attachment, pages_check, pages_erasing, pages_identity, pages_mailboxes

app_name = "testimony"
urlpatterns = [
    path("", pages.inbox, name="inbox"),
    path("countable", pages.countable, name="countable"),
    path("check", pages_check.check, name="check"),
    path("kept-aside", pages_check.kept_aside, name="kept_aside"),
    path("mailboxes", pages_mailboxes.earlier, name="mailboxes"),
    path("identities", pages_identity.requests, name="identity_requests"),
    path("<str:pk>", pages.testimony, name="testimony"),
    path("<str:pk>/erase", pages_erasing.erase, name="erasing"),
    path("<str:pk>/identity", pages_identity.identity, name="identity"),
    path("<str:pk>/attachments/<str:attachment>", pages_attachment.attachment, name="attachment"),
]
