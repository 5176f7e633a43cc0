// Rain on a window at night: behind the glass the town is out of focus, and every drop holds a small sharp one.
vec3 town(vec2 p, float blur, float t) {
  vec3 light = mix(vec3(0.008, 0.026, 0.046), vec3(0.0015, 0.005, 0.014), smoothstep(-0.35, 0.45, p.y));
  light += vec3(0.030, 0.045, 0.040) * exp(-pow((p.y + 0.10) * 4.0, 2.0)) * (0.4 + 0.8 * noise(vec2(p.x * 2.0, 1.0)));
  for (int i = 0; i < 36; i++) {
    vec3 h = hash3(vec3(float(i), 11.0, 4.0)), g = hash3(vec3(float(i), 29.0, 8.0));
    vec2 at = vec2((h.x - 0.5) * 2.5, -0.34 + 0.62 * h.y * h.y + 0.06 * g.x);
    vec3 tint = g.y < 0.34 ? vec3(1.0, 0.42, 0.10) : g.y < 0.52 ? vec3(1.0, 0.07, 0.05) : g.y < 0.78 ? vec3(0.10, 0.62, 0.80) : vec3(1.0, 0.74, 0.42);
    float power = 0.07 + 0.75 * g.z * g.z * g.z;
    if (i < 6) {
      // A street with cars, low in the picture.
      float way = i < 3 ? 1.0 : -1.0;
      at = vec2(mod(h.x * 3.0 + way * t * (0.07 + 0.03 * g.x), 3.0) - 1.5, -0.36 + 0.03 * way);
      tint = way > 0.0 ? vec3(1.0, 0.06, 0.04) : vec3(1.0, 0.86, 0.62);
      power = 0.5;
    }
    if (i == 7) { at = vec2(0.52, 0.17); tint = vec3(0.10, 0.85, 0.62); power = 0.62; }
    if (i == 8) { at = vec2(-0.46, 0.09); tint = vec3(1.0, 0.40, 0.08); power = 0.85; }
    if (i == 9) { at = vec2(-0.22, -0.13); tint = vec3(1.0, 0.36, 0.07); power = 0.8; }
    float size = blur * (0.75 + 0.5 * h.z);
    light += tint * power * disc(p - at, size, 0.34) * (0.0062 / (size * size + 0.0007));
    light += tint * power * 0.030 * exp(-dot(p - at, p - at) * 26.0);
  }
  return light;
}
// xy: where on the drop, -1 to 1; z: how much of a drop there is.
vec3 bead(vec2 p, float scale, float chance) {
  vec2 g = p * scale, cell = floor(g);
  vec3 h = hash3(vec3(cell, scale));
  if (h.z > chance) return vec3(0.0);
  float radius = mix(0.14, 0.42, fract(h.z * 57.0) * fract(h.z * 57.0));
  vec2 q = fract(g) - 0.5 - (h.xy - 0.5) * (0.94 - 2.0 * radius);
  q += 0.10 * radius * (vec2(noise(vec3(g * 2.6, 1.0)), noise(vec3(g * 2.6, 5.0))) - 0.5);
  q = q / radius;
  return vec3(q, 1.0 - smoothstep(0.86, 1.0, length(q)));
}
// A drop that runs down in fits, and what it leaves behind. w: how freshly wiped the glass is.
vec4 runner(vec2 p, float lane, float lanes, float t) {
  float id = floor(p.x * lanes) + lane * 50.0;
  vec3 h = hash3(vec3(id, lane, 21.0));
  if (h.x < 0.25) return vec4(0.0);
  float clock = t * (0.05 + 0.06 * h.y) + h.x;
  float fall = clock + 0.045 * sin(clock * 31.0) ;
  float y = 0.72 - 1.6 * fract(fall);
  float bend = 0.24 * (noise(vec2(p.y * 5.0, id)) - 0.5) + 0.10 * (noise(vec2(p.y * 17.0, id)) - 0.5);
  vec2 q = vec2(fract(p.x * lanes) - 0.5 - (h.z - 0.5) * 0.4 - bend, (p.y - y) * lanes);
  float size = 0.11 + 0.07 * h.y;
  vec2 headAt = vec2(q.x, q.y > 0.0 ? q.y * 0.55 : q.y * 0.9) / size;
  float head = 1.0 - smoothstep(0.85, 1.0, length(headAt));
  float above = smoothstep(0.0, 0.05, q.y) * smoothstep(0.62 * lanes, 0.0, q.y);
  float wiped = above * smoothstep(0.11, 0.03, abs(q.x));
  float row = floor(p.y * 26.0);
  vec3 r = hash3(vec3(id, row, 9.0));
  float small = (0.018 + 0.035 * r.x * r.x);
  vec2 left = (vec2(q.x + (r.y - 0.5) * 0.05, (fract(p.y * 26.0) - 0.5) / 26.0 * lanes)) / small;
  float leftover = (1.0 - smoothstep(0.8, 1.0, length(left))) * above * step(0.3, r.z);
  vec3 drop = head > leftover ? vec3(headAt, head) : vec3(left, leftover);
  return vec4(drop, wiped);
}
vec3 shot(vec2 p, float t) {
  p.x += 0.004 * t;
  vec4 a = runner(p, 1.0, 6.0, t), b = runner(p + vec2(0.09, 0.3), 2.0, 9.0, t * 0.8);
  float wiped = max(a.w, b.w);
  vec3 drop = bead(p, 8.0, 0.26);
  vec3 mid = bead(p + 0.37, 15.0, 0.42), fine = bead(p + 0.71, 31.0, 0.42), dew = bead(p + 0.13, 76.0, 0.34);
  dew.z *= 0.55;
  if (mid.z > drop.z) drop = mid;
  if (fine.z > drop.z) drop = fine;
  if (dew.z > drop.z) drop = dew;
  drop.z *= 1.0 - wiped;
  if (b.z > drop.z) drop = b.xyz;
  if (a.z > drop.z) drop = a.xyz;

  float blur = mix(0.066, 0.044, wiped);
  vec3 light = vec3(0.0);
  if (drop.z < 0.999) {
    light = town(p, blur, t) * mix(1.0, 1.25, wiped) * 0.92 + vec3(0.004, 0.007, 0.010) * (1.0 - wiped);
  }
  if (drop.z > 0.001) {
    float dist = min(length(drop.xy), 1.0);
    vec2 through = p * 0.8 - drop.xy * (0.22 + 0.42 * dist * dist) + vec2(0.0, -0.05);
    vec3 inner = town(through, 0.036, t) * 2.6;
    // Upside down, as in every lens: the sky is below.
    inner = mix(inner, inner * 0.4 + vec3(0.012, 0.030, 0.044), smoothstep(0.25, -0.9, drop.y) * 0.6);
    inner *= 1.0 - 0.85 * smoothstep(0.55, 1.0, dist);
    inner += vec3(0.30, 0.42, 0.46) * 0.16 * smoothstep(0.30, 0.0, length(drop.xy - vec2(-0.34, 0.46)));
    light = mix(light, inner, drop.z);
  }
  return light;
}
