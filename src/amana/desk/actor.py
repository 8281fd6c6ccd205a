"""Who asks for a page, as the actions know her."""

from typing import Any

from django.http import HttpRequest

from amana.desk.models import User


def actor(request: HttpRequest) -> User:
    """The person who is signed in, read anew."""
    user: Any = request.user
    return User.objects.get(pk=user.pk)
