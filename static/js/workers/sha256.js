// Runs beside the page: takes {file, library}, answers {sha256}, {unreadable: true}, or {} when it cannot hash.

const PIECE = 4 << 20;
let machine;

onmessage = async ({ data: { file, library } }) => {
  try {
    if (!machine) importScripts(library);
    machine ??= await hashwasm.createSHA256();
    machine.init();
  } catch {
    return postMessage({});
  }
  try {
    for (let at = 0; at < file.size; at += PIECE) {
      machine.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
    }
    postMessage({ sha256: machine.digest() });
  } catch {
    postMessage({ unreadable: true });
  }
};
