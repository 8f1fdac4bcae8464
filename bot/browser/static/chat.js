// The chat is whole without this file. With it a reply does not reload the page, "Leave this page"
// goes at once, a page left alone covers itself, and a voice note can be recorded here.

"use strict";

(() => {
  const IDLE_MS = 10 * 60 * 1000;
  const STAY_MS = 3 * 60 * 1000;
  const here = () => document.getElementById("page");
  const status = document.getElementById("status");
  const say = (words) => { status.textContent = ""; setTimeout(() => { status.textContent = words; }, 50); };

  // Leaving -------------------------------------------------------------------------------------------

  // The whole chat is one entry of the tab's history, and the weather takes its place. An entry for each
  // question would let the phone's Back key go to the one before, and would stay behind whoever leaves;
  // and that key gets somebody out at once, as they know it from everywhere. So nothing here adds one.
  function leave(event) {
    event.preventDefault();
    const link = event.currentTarget;
    document.documentElement.classList.add("gone");
    hush();
    halves.forget();
    if (link.pathname.startsWith("/c/")) {
      fetch(link.href, { keepalive: true, redirect: "manual", credentials: "same-origin" }).catch(() => {});
    }
    location.replace(link.dataset.away);
  }

  document.getElementById("leave").addEventListener("click", leave);

  // A page that the browser kept whole may show words after they were left.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // Showing ---------------------------------------------------------------------------------------------

  async function pageOf(response) {
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  function show(main, focus = true) {
    here().replaceWith(document.adoptNode(main));
    wire();
    const question = main.querySelector(".wrong") ? main.querySelector("[aria-invalid]") : main.querySelector("h1");
    scrollTo(0, 0);
    if (focus && question) question.focus();
    const wrong = main.querySelector(".wrong");
    if (wrong) say(wrong.textContent);
  }

  // Half a sentence -------------------------------------------------------------------------------------

  // The phone's own Back key leaves the page. What stood in the box waits in this tab alone, for this
  // sitting, behind the PIN like the page itself; leaving throws it away.
  const SITTING_MS = 4 * 3600 * 1000;
  const halves = {
    read() {
      try {
        const all = JSON.parse(sessionStorage.getItem("halves") || "{}");
        return Object.fromEntries(Object.entries(all).filter(([, half]) => Date.now() - half.at < SITTING_MS));
      } catch { return {}; }
    },
    write(all) {
      try { sessionStorage.setItem("halves", JSON.stringify(all)); } catch { /* then it is not kept */ }
    },
    forget() {
      try { sessionStorage.removeItem("halves"); } catch { /* there was nothing to forget */ }
    },
    of: (main) => ("place" in main.dataset ? main.dataset.home + main.dataset.place : ""),
    keep(box) {
      const place = halves.of(here());
      if (!place) return;
      const all = halves.read();
      delete all[place];
      if (box.value && box.value !== box.defaultValue) all[place] = { words: box.value, at: Date.now() };
      halves.write(all);
    },
    drop(main) {
      const all = halves.read();
      delete all[halves.of(main)];
      halves.write(all);
    },
    restore(main) {
      const box = main.querySelector("[name=words]");
      const half = box && halves.read()[halves.of(main)];
      if (half && box.value === box.defaultValue) box.value = half.words;
    },
  };
  addEventListener("input", (event) => { if (event.target.name === "words") halves.keep(event.target); });

  // Sending ---------------------------------------------------------------------------------------------

  function bodyOf(form, button) {
    const data = new FormData(form);
    if (button && button.name) data.set(button.name, button.value);
    return form.enctype === "multipart/form-data" ? data : new URLSearchParams(data);
  }

  async function send(event) {
    const form = event.target;
    if (form.method !== "post" || form.dataset.busy) { event.preventDefault(); return; }
    const button = event.submitter;
    event.preventDefault();
    if (button && button.value === "save" && tooLarge(form)) return;
    form.dataset.busy = "1";
    if (button) button.setAttribute("aria-disabled", "true");
    status.textContent = status.dataset.sending;
    try {
      const response = await fetch(form.action, {
        method: "POST",
        body: bodyOf(form, button),
        headers: { "X-Page": "1" },
        credentials: "same-origin",
      });
      if (response.ok && (!button || button.value === "save")) halves.drop(here());
      await answered(response, form);
    } catch {
      lost(form);
    } finally {
      delete form.dataset.busy;
      if (button) button.removeAttribute("aria-disabled");
    }
  }

  async function answered(response, form) {
    const page = await pageOf(response);
    const main = page.getElementById("page");
    status.textContent = "";
    if (!main || response.status >= 500) return lost(form);
    const chat = "place" in main.dataset;
    if (response.redirected && !chat && !covered) return location.replace(response.url);
    if (covered && chat) return uncover(main);
    if (chat && location.pathname !== main.dataset.home) history.replaceState(null, "", main.dataset.home);
    show(main);
    document.documentElement.lang = page.documentElement.lang;
    document.documentElement.dir = page.documentElement.dir;
  }

  function lost(form) {
    let note = form.querySelector(".wrong");
    if (!note) {
      note = document.createElement("p");
      note.className = "wrong";
      note.id = "lost";
      (form.querySelector("button.first") || form.lastElementChild).before(note);
    }
    note.textContent = status.dataset.lost;
    const box = form.querySelector("[name=words]");
    if (box) { box.setAttribute("aria-describedby", note.id); box.focus(); }
    say(status.dataset.lost);
  }

  function tooLarge(form) {
    const big = [...form.querySelectorAll("[data-most]")].find((field) =>
      (field.files ? Math.max(0, ...[...field.files].map((file) => file.size)) : field.value.length) > Number(field.dataset.most));
    if (big) noteBeside(big, big.files ? status.dataset.large : status.dataset.long);
    return Boolean(big);
  }

  function noteBeside(input, words) {
    let note = document.getElementById("large");
    if (!note) { note = document.createElement("p"); note.id = "large"; note.className = "wrong"; }
    note.textContent = words;
    input.after(note);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "large");
    input.focus();
    say(words);
  }

  // Help, without losing what stands in the box ------------------------------------------------------------

  let before = null;

  async function help(event) {
    const box = here().querySelector("[name=words]");
    if (!box || !box.value) return;
    event.preventDefault();
    const href = event.currentTarget.href;
    try {
      const main = (await pageOf(await fetch(href, { credentials: "same-origin" }))).getElementById("page");
      before = here();
      show(main);
      const back = document.getElementById("back");
      if (back) back.addEventListener("click", (click) => { click.preventDefault(); show(before); before = null; });
    } catch {
      location.assign(href);
    }
  }

  document.querySelector(".bar .help").addEventListener("click", help);

  // Left alone -----------------------------------------------------------------------------------------------

  let covered = null;
  let last = Date.now();
  let stayed = Date.now();

  function active() {
    last = Date.now();
    const main = here();
    const form = main.querySelector("form[action]");
    if (!main.dataset.home || covered || last - stayed < STAY_MS || !form) return;
    stayed = last;
    const body = new URLSearchParams({ form: form.elements.form.value, frame: form.elements.frame.value });
    fetch(`${main.dataset.home}stay`, { method: "POST", body, credentials: "same-origin" }).catch(() => {});
  }

  async function cover() {
    const main = here();
    if (!main.dataset.home || covered || Date.now() - last < IDLE_MS) return;
    covered = main;
    main.hidden = true;
    try {
      const page = await pageOf(await fetch(`${main.dataset.home}pin`, { credentials: "same-origin" }));
      const lock = page.getElementById("page");
      if (!("lock" in lock.dataset)) return location.reload();
      main.hidden = false;
      show(lock);
    } catch {
      location.reload();
    }
  }

  function uncover(fresh) {
    const box = covered.querySelector("[name=words]");
    const words = box && box.value ? covered : fresh;
    covered = null;
    last = stayed = Date.now();
    if (words === fresh) history.replaceState(null, "", fresh.dataset.home);
    show(words);
  }

  for (const kind of ["input", "pointerdown", "keydown", "scroll"]) addEventListener(kind, active, { passive: true });
  setInterval(cover, 15 * 1000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) cover(); });

  // A voice note -----------------------------------------------------------------------------------------------

  function recorder(place) {
    if (!navigator.mediaDevices || !window.MediaRecorder || !window.DataTransfer) return;
    const button = place.querySelector("button");
    const note = place.querySelector(".recorded");
    const input = place.closest("details").querySelector("[name=voice]");
    let recording = null;
    place.hidden = false;
    button.addEventListener("click", async () => {
      if (recording) return recording.stop();
      try {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
        const pieces = [];
        recording = new MediaRecorder(stream);
        recording.ondataavailable = (event) => pieces.push(event.data);
        recording.onstop = () => {
          stream.getTracks().forEach((track) => track.stop());
          const files = new DataTransfer();
          files.items.add(new File(pieces, "voice", { type: recording.mimeType }));
          input.files = files.files;
          recording = null;
          button.textContent = button.dataset.start;
          note.textContent = note.dataset.done;
        };
        recording.start();
        button.textContent = button.dataset.stop;
        note.textContent = note.dataset.on;
      } catch {
        recording = null;
        note.textContent = note.dataset.no;
      }
    });
  }

  // ---------------------------------------------------------------------------------------------------------

  // Listening -------------------------------------------------------------------------------------------

  // The phone's own voice reads our words: what is said before the question, the question, and what can be
  // tapped. What anybody wrote is not read out, since others may hear it. Leaving ends it at once.
  function listen(button) {
    if (!window.speechSynthesis || !window.SpeechSynthesisUtterance) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const reading = speechSynthesis.speaking;
      hush();
      if (reading) return;
      const ours = here().querySelectorAll("#before p, #question, .now > .also, .choices button, .scale > p");
      for (const words of ours) {
        const said = new SpeechSynthesisUtterance(words.textContent.trim());
        said.lang = document.documentElement.lang;
        speechSynthesis.speak(said);
      }
    });
  }

  function hush() { if (window.speechSynthesis) speechSynthesis.cancel(); }

  function wire() {
    halves.restore(here());
    hush();
    for (const button of here().querySelectorAll("[data-listen]")) listen(button);
    for (const form of here().querySelectorAll("form")) {
      if (!form.dataset.wired) { form.dataset.wired = "1"; form.addEventListener("submit", send); }
    }
    for (const place of here().querySelectorAll("[data-recorder]")) {
      if (!place.dataset.wired) { place.dataset.wired = "1"; recorder(place); }
    }
  }

  // A page of the desk may still be open in another tab of a phone that was passed on.
  if ("sitting" in document.body.dataset && window.BroadcastChannel) new BroadcastChannel("desk").postMessage("locked");

  wire();
})();
