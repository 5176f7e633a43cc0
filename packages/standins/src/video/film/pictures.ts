import { Bits } from './bits.ts';

/** A picture's size; both even. */
export type Size = { widthPx: number; heightPx: number };

const inBlocks = (pixels: number): number => Math.ceil(pixels / 16);

/** Baseline H.264: whole pictures of plain samples, and pictures that repeat the one before. */
export function parameterSets({ widthPx, heightPx }: Size): { sps: Uint8Array; pps: Uint8Array } {
  const [across, down] = [inBlocks(widthPx), inBlocks(heightPx)];
  const sps = new Bits()
    .u(66, 8) // profile_idc: baseline
    .u(0xc0, 8) // constraint_set0 and 1
    .u(30, 8) // level_idc: 3.0
    .ue(0) // seq_parameter_set_id
    .ue(4) // log2_max_frame_num_minus4
    .ue(2) // pic_order_cnt_type
    .ue(1) // max_num_ref_frames
    .u(0, 1) // gaps_in_frame_num_value_allowed_flag
    .ue(across - 1)
    .ue(down - 1)
    .u(1, 1) // frame_mbs_only_flag
    .u(1, 1) // direct_8x8_inference_flag
    .u(1, 1) // frame_cropping_flag
    .ue(0)
    .ue((across * 16 - widthPx) / 2)
    .ue(0)
    .ue((down * 16 - heightPx) / 2)
    .u(0, 1) // vui_parameters_present_flag
    .nal(0x67);
  const pps = new Bits()
    .ue(0)
    .ue(0)
    .u(0, 2) // CAVLC; bottom_field_pic_order_in_frame_present_flag
    .ue(0) // num_slice_groups_minus1
    .ue(0)
    .ue(0)
    .u(0, 3) // weighted prediction
    .se(0)
    .se(0)
    .se(0)
    .u(1, 1) // deblocking_filter_control_present_flag
    .u(0, 2)
    .nal(0x68);
  return { sps, pps };
}

const PCM = 25;
const UNFILTERED = 1;

/** A picture on its own. `luma` and the colours are drawn by place, from 16 to 235. */
export function wholePicture(size: Size, index: number, seed: number): Uint8Array {
  const bits = new Bits()
    .ue(0) // first_mb_in_slice
    .ue(7) // slice_type: I
    .ue(0)
    .u(0, 8) // frame_num
    .ue(index % 2) // idr_pic_id
    .u(0, 2) // dec_ref_pic_marking
    .se(0)
    .ue(UNFILTERED);
  const [across, down] = [inBlocks(size.widthPx), inBlocks(size.heightPx)];
  for (let block = 0; block < across * down; block++) {
    const [x, y] = [block % across, Math.floor(block / across)];
    bits
      .ue(PCM)
      .align()
      .bytes(samples(x * 16, y * 16, index, seed));
  }
  return bits.nal(0x65);
}

/** The picture before, once more: every block is skipped. */
export function samePicture(size: Size, frameNumber: number): Uint8Array {
  return new Bits()
    .ue(0)
    .ue(5) // slice_type: P
    .ue(0)
    .u(frameNumber, 8)
    .u(0, 2) // num_ref_idx_active_override_flag, ref_pic_list_modification_flag_l0
    .u(0, 1) // adaptive_ref_pic_marking_mode_flag
    .se(0)
    .ue(UNFILTERED)
    .ue(inBlocks(size.widthPx) * inBlocks(size.heightPx)) // mb_skip_run
    .nal(0x41);
}

/** 16 × 16 of light and 8 × 8 of each colour: slanted bands that move on with every picture. */
function samples(left: number, top: number, index: number, seed: number): Uint8Array {
  const out = new Uint8Array(384);
  for (let y = 0; y < 16; y++) {
    for (let x = 0; x < 16; x++) {
      const band = (left + x + top + y + index * 12 + seed) % 160;
      out[y * 16 + x] = 48 + (band < 80 ? band : 160 - band) * 2;
    }
  }
  const [blue, red] = [64 + ((seed * 37 + index * 5) % 128), 64 + ((seed * 91 + index * 3) % 128)];
  out.fill(blue, 256, 320);
  out.fill(red, 320, 384);
  return out;
}
