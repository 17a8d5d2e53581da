// Between the server's JSON and the browser's passkeys, for browsers that do not translate by themselves.

// Answers the server's question: by making a passkey where it describes one, else by showing one.
export async function answerTo(question) {
  const publicKey = { ...question, challenge: bytes(question.challenge) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (question[list]) publicKey[list] = question[list].map((known) => ({ ...known, id: bytes(known.id) }));
  }
  if (!question.user) return readable(await navigator.credentials.get({ publicKey }));
  publicKey.user = { ...question.user, id: bytes(question.user.id) };
  return readable(await navigator.credentials.create({ publicKey }));
}

function readable({ id, rawId, type, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const sent = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  return JSON.stringify({ id, rawId: text(rawId), type, response: Object.fromEntries(sent) });
}

function bytes(base64url) {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
