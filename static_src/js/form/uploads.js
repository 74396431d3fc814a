// Files are sent at once with their progress; the list of files comes back as the server shows it.
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
  box.querySelector("[data-upload-button]").hidden = true;

  input.addEventListener("change", async () => {
    const files = [...input.files];
    const problems = [];
    for (const file of files) {
      const problem = await upload(file);
      if (problem) problems.push(problem);
    }
    input.value = "";
    if (problems.length) say(problems.join(" "), true);
  });

  function upload(file) {
    return new Promise((resolve) => {
      const data = new FormData();
      data.set("field", box.dataset.upload);
      data.set("file", file);
      const code = box.querySelector("[data-upload-code]");
      if (code) data.set("code", code.value);
      const request = new XMLHttpRequest();
      request.open("POST", form.dataset.uploadUrl);
      request.setRequestHeader("X-Requested-With", "upload");
      request.setRequestHeader("X-CSRFToken", token);
      request.upload.addEventListener("progress", (event) => {
        const percent = event.lengthComputable ? Math.round((event.loaded / event.total) * 100) : 0;
        say(form.dataset.textUploading.replace("%(name)s", file.name).replace("%(percent)s", String(percent)));
      });
      request.addEventListener("error", () => resolve(form.dataset.textUploadFailed.replace("%(name)s", file.name)));
      request.addEventListener("load", () => {
        const answer = parsed(request.responseText);
        if (request.status === 201 && answer) {
          list.innerHTML = answer.html;
          say(form.dataset.textUploaded.replace("%(name)s", file.name));
          resolve("");
        } else {
          resolve(answer?.message ?? form.dataset.textUploadFailed.replace("%(name)s", file.name));
        }
      });
      request.send(data);
    });
  }

  list.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-file-remove]");
    if (!button) return;
    event.preventDefault();
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

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
