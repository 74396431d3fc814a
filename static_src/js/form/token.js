// Signing in again changes the token; the cookie always has the one that counts.
export function renewToken() {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (token) document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((one) => (one.value = token));
}
