"""The same person without a pointer: Tab to what is wanted, digits for scores, Space and Enter for the rest."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.e2e.steps import Hands

MOST_TABS = 160
HERE = "element => element.contains(document.activeElement) || element === document.activeElement"
RING = "element => getComputedStyle(element).outlineStyle !== 'none' || getComputedStyle(element).boxShadow !== 'none'"


class Keys(Hands):
    """Every answer by keyboard alone; what has the focus must show it."""

    def press(self, button: Locator) -> None:
        """Tab to it, then Enter."""
        self._to(button)
        assert button.evaluate(RING), f"the focus cannot be seen on {button}"
        self.page.keyboard.press("Enter")

    def score(self, group: Locator, value: int) -> None:
        """Tab into the rows, then type the number."""
        self._to(group)
        for digit in str(value):
            self.page.keyboard.press(digit)

    def choose(self, option: Locator) -> None:
        """Tab into the group, then the arrows until it is chosen."""
        box = option.locator("input")
        group = self.page.locator(f'fieldset:has(input[name="{box.get_attribute("name")}"])')
        self._to(group)
        self.page.keyboard.press("Space")
        for _ in range(group.locator("input").count()):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never come to {option}")

    def _to(self, wanted: Locator) -> None:
        for _ in range(MOST_TABS):
            if wanted.evaluate(HERE):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {wanted}")
