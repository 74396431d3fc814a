// Files are sent at once, each with its own progress; the list of files comes back as the server shows it. Files may be
// dropped on the box; the file input in it does the same from the keyboard.
import { confirmed } from "./confirm.js";

// Refusals that the code typed in their box would lift.
const UNREAD = ["code_missing", "code_mistyped"];

export function setUpUploads(form) {
  form.querySelectorAll("[data-upload]").forEach((box) => setUp(form, box));
}

function setUp(form, box) {
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-file-list]");
  const status = box.querySelector("[data-upload-status]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const say = (text, error = false) => {
    status.textContent = text;
    status.toggleAttribute("data-error", error);
  };
  const button = box.querySelector("[data-upload-button]");
  const code = box.querySelector("[data-upload-code]");
  // Scans whose check code could not be read: they wait for it to be typed and need not be chosen again.
  let unread = [];
  button.hidden = true;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    uploadAll(unread);
  });

  async function uploadAll(files) {
    const problems = [];
    unread = [];
    for (const file of files) {
      const problem = await upload(file);
      if (problem) problems.push(problem);
    }
    button.hidden = !unread.length;
    if (problems.length) say(problems.join(" "), true);
    if (unread.length) {
      // Below the box the refusal would be hidden by the bar of buttons.
      status.scrollIntoView({ block: "center" });
      code?.focus({ preventScroll: true });
    }
  }

  input.addEventListener("change", async () => {
    await uploadAll([...input.files]);
    input.value = "";
  });
  setUpDrop(box.querySelector("[data-upload-drop]"), uploadAll);

  function upload(file) {
    return new Promise((resolve) => {
      const data = new FormData();
      data.set("field", box.dataset.upload);
      data.set("file", file);
      if (code) data.set("code", code.value);
      const progress = bar(box, file.name);
      const request = new XMLHttpRequest();
      request.open("POST", form.dataset.uploadUrl);
      request.setRequestHeader("X-Requested-With", "upload");
      request.setRequestHeader("X-CSRFToken", token);
      say(form.dataset.textUploading.replace("%(name)s", () => file.name).replace("%(percent)s", "0"));
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress.show(Math.round((event.loaded / event.total) * 100));
      });
      request.addEventListener("error", () => finish(form.dataset.textUploadFailed.replace("%(name)s", () => file.name)));
      request.addEventListener("load", () => {
        const answer = parsed(request.responseText);
        if (request.status === 201 && answer) {
          list.innerHTML = answer.html;
          say(form.dataset.textUploaded.replace("%(name)s", () => file.name));
          finish("");
        } else {
          if (UNREAD.includes(answer?.error)) unread.push(file);
          finish(answer?.message ?? form.dataset.textUploadFailed.replace("%(name)s", () => file.name));
        }
      });
      const finish = (problem) => {
        progress.done();
        resolve(problem);
      };
      request.send(data);
    });
  }

  list.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-file-remove]");
    if (!button) return;
    event.preventDefault();
    if (!(await confirmed(form, form.dataset.textRemoveFile.replace("%(name)s", () => button.dataset.name)))) return;
    const response = await fetch(`${form.dataset.uploadUrl}${button.value}/remove/`, {
      method: "POST",
      headers: { "X-Requested-With": "upload", "X-CSRFToken": token },
    }).catch(() => null);
    const answer = response ? parsed(await response.text()) : null;
    if (response?.ok && answer) {
      list.innerHTML = answer.html;
      input.focus();
    } else {
      say(answer?.message ?? form.dataset.textOffline, true);
    }
  });
}

function setUpDrop(zone, uploadAll) {
  zone.querySelector("[data-upload-drop-text]").hidden = false;
  const hover = (on) => zone.toggleAttribute("data-over", on);
  zone.addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    hover(true);
  });
  zone.addEventListener("dragleave", () => hover(false));
  zone.addEventListener("drop", (event) => {
    hover(false);
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    uploadAll([...event.dataTransfer.files]);
  });
}

function bar(box, name) {
  const list = box.querySelector("[data-upload-progress]");
  const line = document.createElement("li");
  const label = document.createElement("label");
  const progress = document.createElement("progress");
  progress.max = 100;
  progress.value = 0;
  label.append(name, progress);
  line.append(label);
  list.append(line);
  list.hidden = false;
  return {
    show: (percent) => (progress.value = percent),
    done: () => {
      line.remove();
      list.hidden = !list.children.length;
    },
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
