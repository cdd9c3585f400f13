/* Shows what the form sent and what came back: for whoever learns from it, no part of the form. */

document.addEventListener("back-in-stock", ({ detail }) => {
  if (!detail.request) return;
  const place = document.getElementById("exchange");
  const answer = detail.response ? `HTTP ${detail.response.status}\n${detail.response.text}` : `no answer: ${detail.state}`;
  place.querySelector("[data-exchange]").textContent =
    `POST /subscription-api\n${JSON.stringify(detail.request, null, 2)}\n\n${answer}`;
  place.hidden = false;
});
