"""Either database: what is kept comes back as it was, and many write at once."""

import datetime
import decimal
import threading
import uuid

import pytest
from django.db import connection, transaction
from django.db.models import Count, DateTimeField, DecimalField, F, Value
from django.db.models.functions import Cast, TruncMonth

from amana.desk.models import User


def test_the_tests_run_on_an_encrypted_file_or_on_postgresql(db):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cipher_version")
            assert cursor.fetchone()
        else:
            cursor.execute("SELECT version()")
            assert "PostgreSQL" in cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value, field",
    [
        (datetime.datetime(2031, 5, 1, 9, 30, 1, 5000, tzinfo=datetime.UTC), DateTimeField()),
        (decimal.Decimal("12.50"), DecimalField(max_digits=6, decimal_places=2)),
    ],
)
def test_values_come_back_as_what_they_were(value, field, person):
    person("analyst")
    assert User.objects.annotate(back=Cast(Value(value, output_field=field), field)).get().back == value


@pytest.mark.django_db
def test_json_dates_and_counts_work_in_queries(person):
    person("analyst", "publisher")
    person("analyst", name="Awa")
    assert User.objects.filter(roles__0="analyst").count() == 2
    moment = Value(datetime.datetime(2031, 5, 17, tzinfo=datetime.UTC), output_field=DateTimeField())
    months = User.objects.annotate(month=TruncMonth(moment)).values("month").annotate(n=Count("pk"))
    assert months.get()["n"] == 2
    assert User.objects.filter(pk__in=[F("pk")]).count() == 2


@pytest.mark.django_db
def test_named_and_counted_parameters_and_percent_signs(person):
    person("analyst")
    with connection.cursor() as cursor:
        cursor.execute("SELECT %(a)s, '100%%' FROM desk_user WHERE 1 = %(b)s", {"a": "x", "b": 1})
        assert cursor.fetchone() == ("x", "100%")


@pytest.mark.django_db(transaction=True)
def test_eight_threads_write_at_once_and_nothing_is_lost():
    failures = []

    def work():
        try:
            for _ in range(5):
                with transaction.atomic():
                    before = User.objects.count()
                    User(name=str(uuid.uuid4()), roles=["analyst"], password="x").save()
                    assert User.objects.count() > before
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert User.objects.count() == 40
