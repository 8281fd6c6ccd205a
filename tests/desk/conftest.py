"""People at the desk, and a browser of Django's test client signed in as one of them."""

import pytest


@pytest.fixture
def person(db):
    """Makes a person with the given roles, past her first sign-in."""

    def make(*roles: str, name: str = "Salma"):
        from amana.desk.actions import add_person, change_password

        user = add_person(None, name, list(roles), "a first password 77")
        return change_password(user, "a password of her own")

    return make


@pytest.fixture
def signed_in(client, person):
    """Makes a person and signs her in with both factors; gives the client."""

    def make(*roles: str, name: str = "Salma"):
        from amana.desk.models import SecondFactor

        user = person(*roles, name=name)
        device = SecondFactor.objects.create(user=user, name="authenticator", secret=b"x" * 20, confirmed=True)
        client.force_login(user)
        session = client.session
        session["otp_device_id"] = device.persistent_id
        session.save()
        client.user = user
        return client

    return make
