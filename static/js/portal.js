// Small comforts. Every page works without this file.
(() => {
  "use strict";

  const focusErrorSummary = () => {
    const summary = document.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  };

  const openAround = (element) => {
    for (let box = element && element.closest("details"); box; box = box.parentElement.closest("details")) {
      box.open = true;
    }
  };

  const openWhatTheAddressNames = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    const target = name && document.getElementById(name);
    if (!target) return;
    const own = target.matches("details") ? target : target.querySelector(":scope > details");
    if (own) own.open = true;
    openAround(target);
    target.scrollIntoView();
    if (own) own.querySelector("summary").focus({ preventScroll: true });
    if (target.matches("input, select, textarea")) target.focus();
  };

  // A second press within a few seconds is a double click. The guard lets go by itself, when the page
  // comes back from the history, and when an earlier press was stopped, so a second try always works.
  // A form that answers with a file stays on the page: there the same button alone waits, for a second.
  const release = (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-disabled=true]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  const guardAgainstDoubleSubmit = (event) => {
    const form = event.target;
    const { file, sending } = form.dataset;
    if (form.method !== "post" || event.defaultPrevented) return;
    const pressed = (file === "" && event.submitter?.value) || "1";
    if (file === "" ? sending === pressed : sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = pressed;
    if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
    setTimeout(release, file === "" ? 1000 : 4000, form);
  };

  const ignoreEnter = (event) => {
    if (event.submitter?.getAttribute("formmethod") !== "dialog") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const sendWithShortcut = (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const form = event.target.closest("form[data-shortcut]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.btn:not(.btn--2, .btn--3)[type=submit]"));
  };

  const begin = ({ target }) => { // a step that is done offers to begin the next one
    const next = target.form?.elements[target.dataset.begins];
    if (!next) return;
    next.value = "ongoing";
    next.focus();
    next.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const answerAll = (event) => { // those that have no answer yet are not done yet; then on to what comes after
    if (!event.target.matches("[data-all-open]")) return;
    event.preventDefault();
    const { form } = event.target, asked = [...form.querySelectorAll(".promise--kept")];
    form.querySelectorAll(".promise--kept [value=open]").forEach((open) => {
      if (!form.elements[open.name].value) open.click();
    });
    const isAfter = (field) => asked.at(-1).compareDocumentPosition(field) === Node.DOCUMENT_POSITION_FOLLOWING;
    [...form.elements].find((field) => isAfter(field) && field.checkVisibility())?.focus();
  };

  // Whether it is the same need is asked only of those that are open in the chosen area.
  const askAboutArea = () => {
    const area = document.getElementById("id_need_area");
    const asked = area && area.form.querySelector("[name=need_same]")?.closest(".field");
    if (!asked) return;
    const named = area.value && area.selectedOptions[0].text;
    const same = [...asked.querySelectorAll(".choice:has(.hint)")];
    const fits = (choice) => choice.querySelector(".hint").textContent === named;
    same.forEach((choice) => { choice.hidden = !fits(choice); });
    asked.hidden = !same.some(fits);
  };

  const print = (event) => {
    if (event.target.closest("[data-print]")) window.print();
  };

  document.querySelectorAll(".field--err, [aria-invalid=true]").forEach(openAround);
  document.querySelectorAll("[data-print][hidden]").forEach((button) => button.removeAttribute("hidden"));
  openWhatTheAddressNames();
  askAboutArea();
  focusErrorSummary();
  window.addEventListener("hashchange", openWhatTheAddressNames);
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
  document.addEventListener("change", askAboutArea);
  document.addEventListener("submit", ignoreEnter, true);
  document.addEventListener("submit", guardAgainstDoubleSubmit);
  document.addEventListener("keydown", sendWithShortcut);
  document.addEventListener("click", begin);
  document.addEventListener("click", answerAll);
  document.addEventListener("click", print);
})();
