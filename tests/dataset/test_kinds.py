"""Every kind of thing is one entry of the registry, and a new kind is one entry and its own class."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from iopcli.dataset import load as loading
from iopcli.dataset.kinds import KINDS, Kind, beside_facts, homes, under
from iopcli.dataset.model import Thing
from iopcli.dataset.pack import pack, unpack
from iopcli.dataset.readability import texts
from iopcli.dataset.schema import schema
from iopcli.errors import Problem


class Recipe(Thing, frozen=True, kw_only=True):
    """A kind that no dataset has: what to eat at an option."""

    id: str
    name: str
    says: str
    option: str
    sources: tuple[str, ...]
    eaten: int = 0


def check(_: Any, recipe: Recipe, place: Any) -> Iterator[Problem]:
    """Is there something left?"""
    if recipe.eaten > 1:
        yield Problem(place("eaten"), "is all gone", "cook again")


RECIPE = Kind(
    "recipe",
    "recipes",
    "one a file",
    f"{__name__}:Recipe",
    "others.recipe",
    sort="name",
    links={"option": "option", "source": "sources"},
    texts="name|says",
    check=f"{__name__}:check",
    filled="eaten",
    cited=("recipe", "name"),
)
SOUP = 'id = "soup"\nname = "Soup"\nsays = "It is warm."\noption = "iop"\nsources = ["va-5090"]\n'
BREAD = 'id = "bread"\nname = "Bread"\nsays = "It is fresh."\noption = "php"\nsources = ["editors"]\n'


@pytest.fixture
def cooking() -> Iterator[None]:
    KINDS.append(RECIPE)
    yield
    KINDS.remove(RECIPE)


@pytest.mark.usefixtures("cooking")
def test_a_new_kind_is_read_laid_linked_and_told_with_no_more_than_its_entry(laid):
    made = laid(
        {"recipes/a.toml": SOUP, "recipes/b.toml": BREAD}, {"recipes/c.toml": 'id = "soup"\nsays = "It is hot."\n'}
    )
    recipes = made.others["recipe"]
    assert [type(one) for one in recipes.values()] == [Recipe, Recipe]
    assert (list(recipes), recipes["soup"].says) == (["bread", "soup"], "It is hot.")
    assert made.where("recipe", "soup", "says").endswith("town/recipes/c.toml")
    assert made.layers["recipe/soup/says"] == "town"
    assert ("recipe", "soup", "Soup", ("va-5090",)) in list(beside_facts(made))
    assert any("It is hot." in text.sentences for text in texts(made))
    again = unpack(pack(made, loading.shipped()), loading.shipped())
    assert again is not None
    assert again == made
    assert type(again.others["recipe"]["soup"]) is Recipe


@pytest.mark.usefixtures("cooking")
def test_keys_and_links_that_are_wrong_are_refused(refused):
    wrong = SOUP.replace("iop", "iopp").replace("va-5090", "no-source") + "eaten = 2\nsalt = 1\n"
    assert [problem[1] for problem in refused({"recipes/a.toml": wrong})] == [
        "eaten is not a known key",
        "salt is not a known key",
    ]
    wrong = wrong.replace("eaten = 2\nsalt = 1\n", "")
    assert [problem[1] for problem in refused({"recipes/a.toml": wrong})] == [
        "`iopp` is not a known option",
        "`no-source` is not a known source",
    ]


@pytest.mark.usefixtures("cooking")
def test_its_schema_takes_what_may_be_written_and_nothing_else(dataset):
    made = json.loads(schema(dataset, "recipes"))
    Draft202012Validator.check_schema(made)
    right = {"id": "soup", "says": "It is warm."}
    assert Draft202012Validator(made).is_valid(right)
    assert not any(Draft202012Validator(made).is_valid({**right, key: 1}) for key in ("eaten", "salt"))


def test_its_own_check_is_asked():
    recipe = Recipe(id="soup", name="Soup", says="It is warm.", option="iop", sources=(), eaten=2)
    assert [problem.message for problem in RECIPE.problems(None, recipe, lambda key: key)] == ["is all gone"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_entry_names_what_is_there(kind: Kind, dataset):
    names = {one.name for one in KINDS}
    things = kind.things(dataset)
    assert things
    assert all(isinstance(thing, kind.shape) for thing in things.values())
    fields = set(kind.shape.__struct_fields__)
    assert {*kind.filled.split(), *kind.sort.split()} <= fields
    assert {name for linked in kind.links for name in linked.split(" or ")} <= names
    for keys in " ".join((*kind.links.values(), kind.texts)).split():
        assert {*keys.partition(".")[0].split("|")} <= fields
        assert any([*under(thing, keys)] for thing in things.values()) or keys == "family.band.sources"


def test_a_kind_has_one_name_and_a_file_no_two_forms():
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    for kinds in homes().values():
        assert all(kind.form == "listed" for kind in kinds[:-1])
