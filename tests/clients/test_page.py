"""The page at `/_mock/`, in a real browser: Chromium without a window, driven by Selenium.

Skipped, and says so, where Chromium or its driver is not installed (Debian: `apt-get install chromium chromium-driver`).
SHAPEWRIGHT_SCREENSHOTS names a folder for pictures of what the browser shows.
"""

import os
import shutil
import unittest
from pathlib import Path

import boto3
from botocore.config import Config
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait
from server import Server

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
WIDE, NARROW = (1400, 1300), (390, 1300)


def browser(size=WIDE, script=True, dark=False):
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    # Without the sandbox, because those who run this in a container are often root.
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]:
        options.add_argument(argument)
    options.add_argument(f"--window-size={size[0]},{size[1]}")
    if dark:
        options.add_argument("--blink-settings=preferredColorScheme=0")
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options, webdriver.ChromeService(DRIVER))


@unittest.skipUnless(BROWSER and DRIVER, "there is no Chromium with chromedriver here")
class Page(unittest.TestCase):
    def open(self, **how):
        self.server = self.enterContext(Server())
        self.url = f"{self.server.endpoint}/_mock/"
        self.page = browser(**how)
        self.addCleanup(self.page.quit)
        self.mail = boto3.client(
            "workmail",
            endpoint_url=self.server.endpoint,
            region_name="eu-west-1",
            aws_access_key_id="123456789012",
            aws_secret_access_key="secret",
            config=Config(retries={"total_max_attempts": 1}),
        )

    def fill(self):
        organization = self.mail.create_organization(Alias="example")["OrganizationId"]
        for name in ["ann", "bob"]:
            self.mail.create_user(OrganizationId=organization, Name=name, DisplayName=name, Password="Correct-Horse-7")
        return organization

    def find(self, selector):
        return self.page.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.find(selector).text

    def patiently(self, act):
        """Does what may have to wait: for the script, which replaces parts of the page, or for the next page."""
        return WebDriverWait(self.page, 15, ignored_exceptions=[WebDriverException]).until(act)

    def until(self, says, selector):
        """Waits for this text."""
        self.patiently(lambda _: says in self.text(selector))

    def click(self, selector):
        self.patiently(lambda _: self.find(selector).click() is None)

    def picture(self, name):
        if folder := os.environ.get("SHAPEWRIGHT_SCREENSHOTS"):
            self.page.save_screenshot(str(Path(folder) / f"{name}.png"))

    def no_complaints(self):
        """The browser has reported nothing: no error, and nothing that the policy forbids."""
        self.assertEqual(self.page.get_log("browser"), [])

    def test_a_call_is_shown_with_its_answer(self):
        self.open()
        self.page.get(self.url)
        self.assertEqual(self.page.title, "Shapewright mock")
        self.assertIn("Nothing has come yet", self.text("#requests"))
        self.assertIn("No service holds a record", self.text("#state"))
        organization = self.fill()
        self.until("3 requests", "#entries")
        self.until("Users", "#state")
        self.click("#request-1 summary")
        request, answer = self.page.find_elements(By.CSS_SELECTOR, "#request-1 .side")
        self.assertIn('"Alias": "example"', request.text)
        self.assertIn(organization, answer.text)
        self.assertLess(abs(request.location["y"] - answer.location["y"]), 2, "they are side by side")
        self.click("#request-2 summary")
        self.assertIn('"Password": "*** redacted ***"', self.text("#request-2"))
        self.assertIn("ann", self.text("#records"))
        self.assertIn("65 operations", self.text("#services"))
        # What is open stays open when something comes.
        self.mail.list_organizations()
        self.until("ListOrganizations", "#entries")
        self.assertIsNotNone(self.find("#request-1").get_attribute("open"))
        self.picture("wide")
        self.page.set_window_size(*NARROW)
        sideways = self.page.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
        self.assertLessEqual(sideways, 0, "a phone need not scroll sideways")
        self.picture("narrow")
        self.no_complaints()

    def test_filters(self):
        self.open()
        self.fill()
        self.page.get(self.url)
        Select(self.find("#requests select")).select_by_value("workmail")
        self.find("#requests input").send_keys("CreateOrganization")
        self.click("#requests .filter button")
        self.until("1 request", "#entries")
        entries = self.page.find_elements(By.CSS_SELECTOR, ".entry")
        self.assertEqual([entry.get_attribute("id") for entry in entries], ["request-1"])
        self.no_complaints()

    def test_a_fault_is_injected_and_removed(self):
        self.open()
        self.page.get(self.url)
        self.find("#faults [name=operation]").send_keys("ListOrganizations")
        self.find("#faults [name=times]").send_keys("1")
        self.click("#faults [name=inject]")
        self.until("throttling on ListOrganizations, once, fired 0 times", "#injected")
        with self.assertRaises(self.mail.exceptions.ClientError) as error:
            self.mail.list_organizations()
        self.assertEqual(error.exception.response["Error"]["Code"], "ThrottlingException")
        self.until("fired 1 time", "#injected")
        self.until("fault", "#request-1")
        self.mail.list_organizations()
        self.picture("fault")
        self.click("#injected [name=id]")
        self.until("Nothing goes wrong on purpose", "#injected")
        self.no_complaints()

    def test_a_fault_that_cannot_be_is_explained(self):
        self.open(script=False)
        self.page.get(self.url)
        self.find("#faults [name=operation]").send_keys("ListNothing")
        self.click("#faults [name=inject]")
        self.until("has no operation `ListNothing`", "#complaint")
        self.find("#faults [name=times]").send_keys("many")
        self.click("#faults [name=inject]")
        self.until("times: `many` is no number", "#complaint")
        self.assertEqual(self.server.admin("GET", "faults")[1], {"faults": []})

    def test_the_clock(self):
        self.open()
        self.page.get(self.url)
        self.find("#clock [name=set]").send_keys("2026-01-31T12:00:00Z")
        self.click("#clock [name=set] + button")
        self.until("2026-01-31T12:00:00Z", "#now")
        self.until("stands still", "#now")
        self.click("#clock [value='86400']")
        self.until("2026-02-01T12:00:00Z", "#now")
        self.click("#clock [name=run]")
        self.until("running", "#now")
        self.no_complaints()

    def test_reset_without_javascript(self):
        self.open(script=False, dark=True)
        self.fill()
        self.page.get(self.url)
        self.assertFalse(self.find("#live").is_displayed(), "without a script the page does not say that it is live")
        self.assertIn("CreateUser", self.text("#entries"))
        self.assertIn("example", self.text("#records"))
        self.click("#request-2 summary")
        self.picture("dark")
        self.click("[name=reset]")
        self.until("Nothing has come yet", "#requests")
        self.assertIn("No service holds a record", self.text("#state"))
        self.assertEqual(self.mail.list_organizations()["OrganizationSummaries"], [])

    def test_nothing_that_came_is_run(self):
        self.open()
        attack = "<img src=x onerror=document.title=1><script>document.title=1</script>"
        with self.assertRaises(self.mail.exceptions.ClientError):
            self.mail.create_organization(Alias=attack)
        self.page.get(self.url)
        self.click("#request-1 summary")
        self.assertIn(attack, self.text("#request-1"))
        self.assertEqual(self.page.find_elements(By.CSS_SELECTOR, "main img, main script"), [])
        self.assertEqual(self.page.title, "Shapewright mock")
        self.no_complaints()
