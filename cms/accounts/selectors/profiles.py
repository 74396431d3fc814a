"""What other rooms may know of an organisation."""

from dataclasses import dataclass

from cms.accounts.models import Organisation
from cms.accounts.selectors.regions import region_names


@dataclass(frozen=True)
class OrganisationProfile:
    """The registered facts that a form may start from."""

    organisation_id: int
    name: str
    credit_code: str
    kind: str
    region_id: int
    region_code: str
    region_name: str
    address: str
    contact_name: str
    contact_phone: str


def organisation_profile(organisation_id: int) -> OrganisationProfile:
    """Return the profile of one organisation; `Organisation.DoesNotExist` when there is none."""
    organisation = Organisation.objects.select_related("region").get(pk=organisation_id)
    return OrganisationProfile(
        organisation_id=organisation.pk,
        name=organisation.name,
        credit_code=organisation.credit_code,
        kind=organisation.kind,
        region_id=organisation.region_id,
        region_code=organisation.region.code,
        region_name=region_names().get(organisation.region.code, organisation.region.name),
        address=organisation.address,
        contact_name=organisation.contact_name,
        contact_phone=organisation.contact_phone,
    )
