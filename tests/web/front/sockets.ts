/** A socket for tests: opened and closed when the test says so. */

export class Socket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static all: Socket[] = [];
  /** Addresses in the order in which something was sent. */
  static order: string[] = [];
  readyState = 0;
  sent: string[] = [];
  /** Closed before it was open: a browser tells that as a fault. */
  broken = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    Socket.all.push(this);
  }

  open(): this {
    this.readyState = 1;
    this.onopen?.();
    this.dispatchEvent(new Event("open"));
    return this;
  }

  send(text: string): void {
    Socket.order.push(this.url);
    this.sent.push(text);
  }

  close(): void {
    this.broken ||= this.readyState === 0;
    this.readyState = 3;
    this.onclose?.();
    this.dispatchEvent(new Event("close"));
  }
}
