/** Writes H.264's bit strings (ITU-T H.264, 7.2 and 9.1). */
export class Bits {
  readonly #bytes: number[] = [];
  #current = 0;
  #count = 0;

  u(value: number, bits: number): this {
    for (let at = bits - 1; at >= 0; at--) this.#bit((value >>> at) & 1);
    return this;
  }

  /** Exp-Golomb, without sign. */
  ue(value: number): this {
    const length = Math.floor(Math.log2(value + 1));
    return this.u(0, length).u(value + 1, length + 1);
  }

  /** Exp-Golomb, with sign. */
  se(value: number): this {
    return this.ue(value > 0 ? 2 * value - 1 : -2 * value);
  }

  /** Zeros up to the next byte. */
  align(): this {
    while (this.#count !== 0) this.#bit(0);
    return this;
  }

  /** Whole bytes; only where a byte begins. */
  bytes(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  /** A NAL unit: closed by a one bit, and with emulation prevention (7.4.1). */
  nal(header: number): Uint8Array {
    this.u(1, 1).align();
    const out = [header];
    let zeros = 0;
    for (const byte of this.#bytes) {
      if (zeros === 2 && byte <= 3) {
        out.push(3);
        zeros = 0;
      }
      out.push(byte);
      zeros = byte === 0 ? zeros + 1 : 0;
    }
    return Uint8Array.from(out);
  }

  #bit(bit: number): void {
    this.#current = (this.#current << 1) | bit;
    this.#count += 1;
    if (this.#count === 8) {
      this.#bytes.push(this.#current);
      this.#current = 0;
      this.#count = 0;
    }
  }
}
