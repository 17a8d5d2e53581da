// SHA-256 of files, one after the other, in a worker: a page that hashes by itself would stand still.
export class Hasher {
  #worker;
  #broken = false;

  // {sha256}, {unreadable: true}, or {} where this browser cannot do it: then the site's own sum must do.
  async sum(file) {
    if (this.#broken) return {};
    return new Promise((resolve) => {
      const worker = (this.#worker ??= new Worker(import.meta.resolve("workers/sha256.js")));
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        this.#broken = true;
        resolve({});
      };
      worker.postMessage({ file, library: import.meta.resolve("vendor/hash-wasm/sha256.umd.min.js") });
    });
  }

  stop() {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
