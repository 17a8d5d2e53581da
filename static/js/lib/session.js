import { Fault } from "lib/faults.js";
import { partsOf } from "lib/messages.js";

const REFUSED = [400, 401];

// The token that goes with being signed in. Who has signed in anew in another window has a new one, and this page
// need not be loaded again for it.
export class Session {
  #page;

  constructor(token, page) {
    this.token = token;
    this.#page = page;
  }

  // Does what needs the token, and once more with a new one when the old one is refused.
  async with(action) {
    try {
      return await action(this.token);
    } catch (fault) {
      if (!REFUSED.includes(fault.status)) throw fault;
      await this.#renew();
      return action(this.token);
    }
  }

  async #renew() {
    const answer = await fetch(this.#page).catch(() => null);
    if (!answer) throw new Fault(0);
    // Who is not signed in any more is led to another page.
    if (answer.redirected || !answer.ok) throw new Fault(401);
    const field = partsOf(await answer.text()).querySelector("[name=csrf_token]");
    this.token = field?.value ?? this.token;
  }
}
