// Quicker, not needed: one press copies a section, and the page after a mistake begins at the mistake.
(() => {
  "use strict";
  for (const box of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) break;
    const button = document.createElement("button");
    const words = () => (box.value ?? box.textContent);
    button.type = "button";
    button.className = "copy-now";
    button.textContent = document.body.dataset.copyWord;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(words());
      button.textContent = document.body.dataset.copiedWord;
    });
    box.after(button);
  }
  document.getElementById("faults")?.focus();

  // Half a sentence of somebody whom this device was passed to does not wait here once the desk is open again.
  if (document.querySelector("form.out")) {
    try { sessionStorage.removeItem("halves"); } catch { /* there was nothing to forget */ }
  }

  // On a device that was passed on, neither a page kept by the browser nor one in another tab may stay.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.documentElement.hidden = true;
    location.reload();
  });
  if (window.BroadcastChannel) new BroadcastChannel("desk").onmessage = () => location.replace("/desk/");
})();
