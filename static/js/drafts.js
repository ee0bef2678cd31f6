// Keeps what is written in a form until it is saved. A form asks for it with data-draft, in its tag or in an element
// of it (the tags of the admin's forms are Django's own); several forms of a page
// are told apart by its value, or by the deed that they name. The text is copied on this device at once, and with data-draft-url also saved on the
// server a moment later. A copy goes when the server says that its text is saved (the cookie "saved"), or when its
// writer logs out. The words stand in the template #drafts. Every form works as before without this file.
(() => {
  "use strict";

  const WAIT_MS = 2000, RETRY_MS = 15000, ANSWER_MS = 20000, LEAVE_MS = 4000, DAYS = 14;
  const KEEPALIVE_BYTES = 60000; // the browser refuses more from a page that is being left
  const OWN_WAY = /^(csrfmiddlewaretoken|conflicts|draft|told|(.*-)?id|.*-[A-Z_]+_FORMS|initial-.*)$/; // no part of the text
  const template = document.getElementById("drafts"), words = template.content;
  const said = (name) => words.querySelector(`[data-word=${name}]`).textContent;
  const owner = document.querySelector("[data-person]")?.dataset.person || "";
  const store = template.dataset.keeps === "days" ? localStorage : sessionStorage;
  const title = document.title;
  const drafts = new Map();
  let over = false;

  // The copies: for this person alone, in this window or, where the browser is remembered, for some days. Those of
  // others who write on this device are neither shown nor touched. A full or forbidden store must not stop anyone.
  const place = location.pathname.replace(/^\/en(?=\/)/, "");
  const keyOf = (form) => `draft:${owner}:${place}#${form.dataset.draft || form.querySelector("[type=hidden][name=deed]")?.value || ""}`;
  const write = (key, copy) => {
    try { store.setItem(key, JSON.stringify(copy)); } catch { /* the page still holds the text */ }
  };
  const read = (key) => {
    try { return JSON.parse(sessionStorage.getItem(key) || localStorage.getItem(key)); } catch { return null; }
  };
  const forget = (key) => [sessionStorage, localStorage].forEach((each) => each.removeItem(key));
  const copies = () => [sessionStorage, localStorage].flatMap((each) => Object.keys(each))
    .filter((key) => key.startsWith("draft:"))
    .map((key) => ({ key, ...read(key) }));
  const own = () => copies().filter((copy) => copy.owner === owner);

  const forgetWhatIsSaved = () => {
    const saved = document.cookie.match(/(?:^|; )saved=([^;]*)/);
    if (!saved) return;
    forget(decodeURIComponent(saved[1]));
    document.cookie = "saved=; path=/; max-age=0; samesite=lax";
  };
  const forgetWhatIsOld = () => copies()
    .filter(({ at }) => !at || Date.now() - at > DAYS * 24 * 3600 * 1000)
    .forEach(({ key }) => forget(key));

  const begin = (form) => {
    const url = form.dataset.draftUrl, key = keyOf(form), none = { value: "" };
    const number = form.querySelector("[type=hidden]:is([name=number], [name$='-number'])") || none;
    const goesOwnWay = (name) => name === number.name || OWN_WAY.test(name);
    const buttons = form.querySelector(".bar, .submit-row:last-of-type") || form;
    if (!form.querySelector("[data-draft-line]")) buttons.append(words.querySelector(".draft").cloneNode(true));
    const line = form.querySelector("[data-draft-line]"), voice = form.querySelector("[data-draft-voice]");
    const here = document.createElement("p"); // the same line under the field that one writes in
    here.className = "hint draft-here";
    here.ariaHidden = "true";
    here.style.cssText = "margin-top:.5rem; min-height:1lh"; // what stands below must not move when it speaks
    let saved, timer, busy, heard;
    let unanswered = null; // sent, and nobody knows whether it was saved: it is sent again before anything newer
    let stopped = false, leaving = false, through = false;

    const fields = () => {
      const isText = ([name, value]) => !goesOwnWay(name) && typeof value === "string";
      return new URLSearchParams([...new FormData(form)].filter(isText)).toString();
    };
    const shown = () => [...form.elements].filter(({ name }) => name?.startsWith("initial-")); // what the page showed
    const keep = () => {
      if (over) return;
      const seen = Object.fromEntries(shown().map(({ name, value }) => [name, value]));
      const from = { page: location.pathname + location.search, name: document.querySelector("h1")?.textContent.trim() };
      write(key, { owner, at: Date.now(), url, number: number.value, body: fields(), seen, unanswered, ...from });
    };

    // Everyone sees each change of the line. Those who listen hear the first save, failures and recovery.
    const show = (text, { isSaved = false, url: to = "", label = "", isCalm = isSaved } = {}) => {
      const link = line.querySelector("a");
      line.querySelector("span").textContent = here.textContent = text;
      link.textContent = label;
      link.href = to;
      link.hidden = !to;
      document.title = isCalm ? title : `${said("title")} – ${title}`;
      const what = isSaved ? "saved" : text;
      if (what !== heard) voice.textContent = text;
      heard = what;
    };

    const later = (wait) => {
      clearTimeout(timer);
      if (url && !stopped) timer = setTimeout(save, wait);
    };

    const post = async ({ number: from, body }) => {
      const data = new URLSearchParams(body);
      data.set(number.name, from);
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      const response = await fetch(url, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: data.toString().length < KEEPALIVE_BYTES,
        signal: AbortSignal.timeout?.(ANSWER_MS),
      });
      const isJson = (response.headers.get("Content-Type") || "").startsWith("application/json");
      return [response, isJson ? await response.json() : {}];
    };

    const send = async () => {
      unanswered ||= { number: number.value, body: fields() };
      keep();
      let response, answer;
      try {
        [response, answer] = await post(unanswered);
      } catch {
        show(said("offline"));
        return later(RETRY_MS);
      }
      if (response.status >= 500) {
        show(said("trouble"));
        return later(RETRY_MS);
      }
      const { body } = unanswered;
      unanswered = null;
      if (response.ok) {
        saved = body;
        through = false;
        number.value = answer.number;
        show(answer.text, { isSaved: true });
        if (fields() === saved) return forget(key);
        later(WAIT_MS);
      } else {
        stopped = response.status === 409;
        show(answer.text || said("failed"), answer);
      }
      keep();
    };

    const save = () => {
      clearTimeout(timer);
      if (busy || !url || stopped || leaving || over || (!unanswered && fields() === saved)) return busy;
      busy = send().finally(() => { busy = null; });
      return busy;
    };

    const changed = () => {
      if (fields() === saved && !unanswered && !busy) forget(key);
      else {
        keep();
        if (!url) show(said(store === localStorage ? "days" : "window"), { isSaved: true });
      }
      later(WAIT_MS);
    };

    // A row that was found by searching is no choice of a page that is loaded again: then the choice stays.
    const choose = ({ options }, values) => {
      const chosen = [...options].filter(({ value }) => values.includes(value));
      if (chosen.length === values.length) [...options].forEach((each) => { each.selected = chosen.includes(each); });
    };

    const fill = (body) => {
      const data = new URLSearchParams(body);
      for (const control of form.elements) {
        if (!control.name || goesOwnWay(control.name) || ["submit", "file"].includes(control.type)) continue;
        if (control.options) choose(control, data.getAll(control.name));
        else if (["radio", "checkbox"].includes(control.type)) {
          control.checked = data.getAll(control.name).includes(control.value);
        } else if (data.has(control.name) && control.value !== data.get(control.name)) {
          control.value = data.get(control.name);
          for (let box = control.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
        }
      }
    };

    // The copy comes back with the number that it was written from, or with what its page showed: what a colleague
    // saved since is not overwritten.
    const recover = () => {
      const copy = read(key);
      if (!copy) return;
      fill(copy.body);
      if (fields() === saved) return forget(key);
      number.value = copy.number;
      shown().forEach((control) => { control.value = copy.seen?.[control.name] ?? control.value; });
      unanswered = copy.unanswered;
      show(said("recovered"), { isCalm: true });
      later(0);
    };

    // Pressed while an answer is awaited, the form would go with an old number: it waits. Without a connection
    // the page stays, once; a second press goes through whatever the browser believes about its connection.
    const submit = async (event) => {
      clearTimeout(timer);
      if (event.defaultPrevented || form.dataset.sending) return;
      if (through || !(busy || unanswered || !navigator.onLine)) {
        through = false;
        leaving = true;
        keep();
        setTimeout(stay, LEAVE_MS);
        return;
      }
      event.preventDefault();
      if (url) await (busy || save());
      else show(said("offline"));
      through = true;
      if (url && !unanswered) setTimeout(() => form.requestSubmit(event.submitter)); // this press must be over
    };
    // A link in the form leads to a page that shows the same draft: it is saved first.
    const follow = async (event) => {
      const link = event.target.closest("a[href]"), isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey);
      if (!link || !isPlain || !url || stopped || link.hash || !(busy || fields() !== saved)) return;
      event.preventDefault();
      await busy;
      await save();
      location.assign(link.href);
    };
    const stay = () => { leaving = over = false; };

    form.autocomplete = "off"; // the browser's memory of the fields must not compete with the copy
    const mark = document.createElement("input");
    Object.assign(mark, { type: "hidden", name: "draft", value: key }); // the server says which text it has saved
    form.append(mark);
    const isRefused = form.querySelector("[aria-invalid=true]") ||
      (document.querySelector("[data-error-summary], .errornote") && !form.dataset.draft);
    saved = fields();
    if (isRefused) {
      saved = null;
      changed();
    } else recover();
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("focusin", ({ target }) => {
      if (target.matches("textarea")) target.after(here);
    });
    form.addEventListener("focusout", (event) => {
      if (event.relatedTarget?.type !== "submit") save();
    });
    form.addEventListener("submit", submit);
    form.addEventListener("click", follow);
    drafts.set(form, { save, stay });
  };

  const look = () => {
    forgetWhatIsSaved();
    for (const form of drafts.keys()) if (!form.isConnected) drafts.delete(form);
    for (const asks of document.querySelectorAll("[data-draft]")) {
      const form = asks.closest("form");
      if (!drafts.has(form)) begin(form);
    }
  };
  const each = (deed) => drafts.forEach(deed);

  // Who logs out takes the own copies along, and is asked first when one of them holds a text that is not saved.
  // Who only begins a log-in anew, as nobody yet, takes nothing along.
  const leave = (event) => {
    if (!owner || !event.target.matches("[action$='/logga-ut/']")) return;
    const waiting = own();
    const ask = words.querySelector("dialog").cloneNode(true);
    const go = () => {
      over = true;
      own().forEach(({ key }) => forget(key));
      event.target.submit();
    };
    event.preventDefault();
    if (!waiting.length) return go();
    const where = ask.querySelector("ul");
    for (const { page, name } of waiting) {
      const item = document.createElement("li"), link = document.createElement("a");
      [link.href, link.textContent] = [page, name || page];
      item.append(link);
      where.append(item);
    }
    ask.addEventListener("close", async () => {
      ask.remove();
      if (ask.returnValue === "drop") return go();
      if (ask.returnValue !== "save") return;
      await Promise.all([...drafts.values()].map((draft) => draft.save()));
      const left = own();
      if (!left.length) go();
      else if (left[0].page !== location.pathname + location.search) location.assign(left[0].page);
      else [...drafts.keys()][0]?.querySelector("textarea, [type=text]")?.focus();
    });
    document.body.append(ask);
    ask.showModal();
  };

  forgetWhatIsOld();
  look();
  const [newest] = (owner ? own() : copies()).sort((one, other) => other.at - one.at);
  for (const note of document.querySelectorAll("[data-draft-waits]")) {
    note.hidden = !newest;
    const link = note.querySelector("a");
    if (newest && link) link.href = newest.page;
  }
  document.addEventListener("drafts:look", look);
  document.addEventListener("submit", leave);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") each(({ save }) => save());
  });
  window.addEventListener("online", () => each(({ save }) => save()));
  window.addEventListener("pageshow", ({ persisted }) => {
    each(({ stay }) => stay());
    if (persisted && drafts.size) location.reload(); // its fields may be older than what was saved since
  });
})();
