"""The sandbox's Engage tenant: contacts, subscriptions, stock levels, the automation, its emails and its log.

It follows what Voyado publishes. Nobody publishes the following, so these are the sandbox's own choices, and a client
must not depend on them:

- Contact types: `Member` (published, the default), `Contact` (published) and `TransactionalContact` (name assumed).
- A contact's `preferences`: `acceptsEmail`, `acceptsSms`, `acceptsPostal` (names assumed).
- A contact with the same email and type as another is refused with 409 `ContactAlreadyExists` (code assumed).
- Error codes other than `InvalidEmailAddress`, `ContactNotFound` and `MultipleMatches`.
- The API key is looked at first, then `Content-Type`, which must be `application/json`, then the rate. 429 says nothing
  about when to come back.
- A repeated POST makes a second subscription: it shows where a client forgot to ask whether the first one arrived.
- A quantity has 32 bits, and a control character makes no email address.
- Stock levels answer 200 without a body. A batch with one invalid level is refused whole, with 400.
- DELETE of a subscription answers 204, and 404 `SubscriptionNotFound` when it is not there (any more).
- Contact attributes a marketer filters by are one setting: `only_opted_in`. Opting out of newsletters alone stops
  nothing, since whoever asked for a back in stock email asked for it.
- A product feed counts as imported at once and at all times.
- A blocked address stops the email, not the automation: the subscription is used up.

The Subscription API (`subscription_api`) has a list of its own.
"""
