/* A button beside every sample that copies it, where the browser lets a page do that. */
(() => {
  if (!navigator.clipboard) return;
  document.querySelectorAll("pre > code").forEach((code, number) => {
    const frame = code.parentElement.parentElement;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "wb-copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy sample ${number + 1}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    frame.classList.add("wb-copied");
    frame.append(button);
  });
})();
