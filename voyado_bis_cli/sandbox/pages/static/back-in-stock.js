/*
 * The back in stock form of a product page. Copy it; it needs nothing but a browser.
 *
 * A form marked `data-back-in-stock` says where to post and what about:
 *   data-api         the URL of the Subscription API; Voyado gives it to each customer
 *   data-captcha     your own server's address that checks the captcha's token
 *   data-timeout-ms  how long to wait for an answer
 *   data-fields      what the Subscription API calls its six fields, as JSON
 *   data-sku, data-store, data-locale, data-market   what the shopper looks at
 *
 * Show the form only while the size is out of stock in the shopper's market, and take `locale` from the locales that
 * have a product feed in Engage. `market` must be the id that stock levels carry, or no email will ever leave.
 *
 * The Subscription API is open. A captcha in the browser keeps honest forms honest; to keep others out as well, let
 * `data-api` name your own server, which checks the captcha's token and only then posts on. This script stays as it is.
 */

/** What the shopper reads. Translate these. */
const MESSAGES = {
  emailMissing: "Enter your email address.",
  emailMalformed: "This is no complete email address, such as name@example.com.",
  captchaMissing: "Tick the box first.",
  captchaRefused: "We could not see that you are human. Tick the box and try again.",
  sending: "One moment …",
  done: "Done. You will get an email when this size is back.",
  already: "You have asked for this size with this address already. Has the email come since? Then ask again.",
  refused: "This was not accepted. Look at your email address and try again.",
  temporary: "We cannot take this at the moment. Try again in a few minutes.",
  network: "There is no connection. Look at yours and try again.",
  timeout: "There was no answer. It may have arrived nevertheless; you can safely try again.",
};

/** Stricter than browsers are: an address has a domain with a dot. */
const EMAIL = /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/;

const REMEMBERED = "back-in-stock";

for (const form of document.querySelectorAll("form[data-back-in-stock]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form);
  });
}

async function submit(form) {
  if (form.dataset.state === "sending") return; // Enter, pressed twice
  const problem = firstProblem(form);
  if (problem) {
    showFieldProblem(form, problem);
    return;
  }
  const key = await keyOf(form);
  if (remembered().includes(key) && form.dataset.state !== "already") {
    show(form, "already");
    return;
  }
  show(form, "sending");
  const outcome = await send(form, wishOf(form));
  if (outcome.state === "done") remember(key);
  resetCaptcha(form);
  show(form, outcome.state);
  form.dispatchEvent(new CustomEvent("back-in-stock", { bubbles: true, detail: outcome }));
}

/* ------------------------------------------------------------------ what the shopper entered */

function firstProblem(form) {
  const email = form.elements.email.value.trim();
  if (!email) return { field: "email", state: "emailMissing" };
  if (!EMAIL.test(email)) return { field: "email", state: "emailMalformed" };
  if (!captchaToken(form)) return { field: "captcha", state: "captchaMissing" };
  return null;
}

function wishOf(form) {
  const names = JSON.parse(form.dataset.fields);
  return {
    [names.email]: form.elements.email.value.trim(),
    [names.sku]: form.dataset.sku,
    [names.newsletter]: form.elements.newsletter.checked,
    [names.store]: form.dataset.store,
    [names.locale]: form.dataset.locale,
    [names.market]: form.dataset.market, // a string, as in Engage's externalId
  };
}

/** CAPTCHA: ask your captcha's widget for its token here. */
function captchaToken(form) {
  return form.elements.captcha.checked ? form.elements.captcha.value : "";
}

/** CAPTCHA: a real token is good for one attempt; reset your widget here. */
function resetCaptcha(form) {
  form.elements.captcha.checked = false;
}

/* ------------------------------------------------------------------ the two requests */

/** Return `{state, request, response}`; the state names a message. It is never repeated by itself: asking twice makes
 *  two subscriptions, so a second attempt is the shopper's decision. */
async function send(form, wish) {
  const timeout = Number(form.dataset.timeoutMs);
  try {
    const verdict = await post(form.dataset.captcha, { token: captchaToken(form) }, timeout);
    if (verdict.status === 403) return { state: "captchaRefused" };
    if (!verdict.ok) return { state: "temporary" };
    const response = await post(form.dataset.api, wish, timeout);
    return { state: stateOf(response), request: wish, response };
  } catch (error) {
    return { state: error.name === "TimeoutError" ? "timeout" : "network", request: wish };
  }
}

/** Any 2xx counts as taken: what the API answers is not published. */
function stateOf(response) {
  if (response.ok) return "done";
  if (response.status >= 500 || response.status === 429 || response.status === 408) return "temporary";
  return "refused";
}

async function post(url, body, timeout) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    credentials: "omit",
    signal: AbortSignal.timeout(timeout), // also while the body is read
  });
  return { ok: response.ok, status: response.status, text: await response.text() };
}

/* ------------------------------------------------------------------ who asked already */

/* The API does not tell, and must not: it would tell anybody who is a customer. So this browser remembers what was
 * asked, as a digest that holds no address. Once the email has come the subscription is used up: asking again is right. */

async function keyOf(form) {
  if (!globalThis.crypto?.subtle) return ""; // only without TLS, and not on localhost
  const { sku, locale, market } = form.dataset;
  const asked = JSON.stringify([form.elements.email.value.trim().toLowerCase(), sku, locale, market]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(asked));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED)) ?? [];
  } catch {
    return []; // storage is off, or holds something else
  }
}

function remember(key) {
  if (!key) return;
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify([...new Set([...remembered(), key])].slice(-100)));
  } catch {
    // storage is off or full: the shopper may be asked twice
  }
}

/* ------------------------------------------------------------------ what the shopper sees */

function showFieldProblem(form, { field, state }) {
  clear(form);
  form.dataset.state = state;
  const input = form.elements[field];
  const place = form.querySelector(`[data-problem-of="${field}"]`);
  place.textContent = MESSAGES[state];
  place.hidden = false;
  input.setAttribute("aria-invalid", "true");
  input.focus();
}

function show(form, state) {
  clear(form);
  form.dataset.state = state;
  const good = ["sending", "done"].includes(state);
  const place = form.querySelector(good ? "[data-status]" : "[data-alert]");
  place.textContent = MESSAGES[state];
  place.hidden = false;
  form.querySelector("[data-submit]").setAttribute("aria-disabled", String(state === "sending"));
  if (state === "done") {
    form.querySelector("[data-fields-of-form]").hidden = true;
    place.focus(); // the button that had the focus is gone
  }
}

function clear(form) {
  for (const place of form.querySelectorAll("[data-problem-of], [data-status], [data-alert]")) {
    place.textContent = "";
    place.hidden = true;
  }
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}
