"""The signature of a webhook, as receivers' libraries check it."""

from cases.engine.webhooks import new_secret, signature, signed_headers

SECRET, BODY = "whsec_plJ3nmyCDGBKInavdOK15jsl", b'{"event_type":"ping","data":{"success":true}}'


def test_the_signature_is_that_of_the_published_example() -> None:
    made = signature(SECRET, "msg_loFOjxBNrRLzqYUf", 1731705121, BODY)
    assert made == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="


def test_id_time_body_and_secret_all_count() -> None:
    made = signature(SECRET, "m", 1, b"{}")
    others = [
        signature(SECRET, "n", 1, b"{}"),
        signature(SECRET, "m", 2, b"{}"),
        signature(SECRET, "m", 1, b"[]"),
        signature(new_secret(), "m", 1, b"{}"),
    ]
    assert len({made, *others}) == 5


def test_while_a_secret_is_changed_a_message_carries_both_signatures() -> None:
    old, new = new_secret(), new_secret()
    headers = signed_headers([new, old], "m", 1, BODY)
    assert headers["webhook-signature"].split() == [signature(one, "m", 1, BODY) for one in (new, old)]
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("m", "1")
