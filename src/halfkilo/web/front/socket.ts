/** What every socket to the supervisor needs: its address, and leaving without a complaint. */

/** `http://127.0.0.1:8001` to `ws://127.0.0.1:8001/player`. */
export function socketAddress(url: string, path: string): string {
  const address = new URL(path, url);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}

/** Close a socket. One that is still being opened is closed as soon as it is: a browser tells an earlier end as a fault. */
export function hangUp(socket: WebSocket | null): void {
  if (socket?.readyState === WebSocket.CONNECTING) socket.addEventListener("open", () => socket.close());
  else socket?.close();
}
