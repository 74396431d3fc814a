"""Number sequences."""

import threading

import pytest
from django.db import connection, transaction

from cms.core.sequences import next_number


@pytest.mark.django_db
def test_numbers_follow_one_another_under_each_prefix() -> None:
    assert [next_number("A-"), next_number("A-"), next_number("B-")] == [1, 2, 1]


@pytest.mark.django_db
def test_a_rolled_back_caller_gives_its_number_back() -> None:
    next_number("A-")
    with pytest.raises(ValueError, match="stop"), transaction.atomic():
        next_number("A-")
        raise ValueError("stop")
    assert next_number("A-") == 2


@pytest.mark.django_db(transaction=True)
def test_threads_never_share_a_number() -> None:
    given: list[int] = []

    def take() -> None:
        for _ in range(5):
            given.append(next_number("T-"))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(given) == list(range(1, 21))
