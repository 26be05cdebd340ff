// Reserved bits and opcodes (RFC 6455, 5.2): nothing was negotiated that would give them a meaning.
import { more, request, text, type FrameCase } from './case.ts';
import { frame, join, opcodes } from './frame.ts';

const fails = { fails: 1002 } as const;
const reservedOpcodes = [3, 4, 5, 6, 7, 0xb, 0xc, 0xd, 0xe, 0xf];

const bits = Object.entries(opcodes).flatMap(([name, opcode]) =>
  [1, 2, 3, 4, 5, 6, 7].map((rsv): FrameCase => {
    const begun = opcode === opcodes.more ? [text('{', { fin: false })] : [];
    const payload = opcode === opcodes.text ? request(1) : '';
    return {
      name: `reserved bits ${rsv.toString(2).padStart(3, '0')} in a ${name} frame`,
      send: [...begun, frame({ opcode, rsv, payload })],
      end: fails,
    };
  }),
);

const alone = reservedOpcodes.map((opcode): FrameCase => ({
  name: `reserved opcode ${opcode}`,
  send: [frame({ opcode, payload: 'x' })],
  end: fails,
}));

const empty = reservedOpcodes.map((opcode): FrameCase => ({
  name: `reserved opcode ${opcode}, empty and not final`,
  send: [frame({ opcode, fin: false })],
  end: fails,
}));

const behind = reservedOpcodes.map((opcode): FrameCase => ({
  name: `reserved opcode ${opcode} behind a good message, in one write`,
  send: [join([text(request(1)), frame({ opcode })])],
  end: fails,
}));

const between = reservedOpcodes.map((opcode): FrameCase => ({
  name: `reserved opcode ${opcode} between two fragments`,
  send: [text('{"id":1,', { fin: false }), frame({ opcode }), more('"op":"no.such"}')],
  replies: [],
  end: fails,
}));

export const reserved: readonly FrameCase[] = [...bits, ...alone, ...empty, ...behind, ...between];
