// Smoke in a red spotlight, and a microphone nobody has come to yet.
float smokeAt(vec2 p, float t) {
  vec3 q = vec3(p * vec2(1.7, 1.25) + vec2(0.02 * t, -0.07 * t), t * 0.05);
  vec2 warp = vec2(fbm(q * 1.3 + 4.0, 4), fbm(q * 1.3 + 11.0, 4)) - 0.5;
  vec2 again = vec2(fbm(q + vec3(warp * 2.2, 2.0), 4), fbm(q + vec3(warp * 2.2, 7.0), 4)) - 0.5;
  float s = fbm(q * vec3(1.5, 1.5, 1.0) + vec3(again * 2.6, 0.0), 5);
  return smoothstep(0.26, 0.74, s);
}
// The same with less folding, for what is farther away.
float wisp(vec2 p, float t) {
  vec3 q = vec3(p * vec2(1.7, 1.25) + vec2(0.02 * t, -0.07 * t), t * 0.05);
  vec2 warp = vec2(fbm(q * 1.3 + 4.0, 3), fbm(q * 1.3 + 11.0, 3)) - 0.5;
  return smoothstep(0.26, 0.74, fbm(q * vec3(1.5, 1.5, 1.0) + vec3(warp * 3.4, 0.0), 4));
}

const float TILT = -0.36;

float microphone(vec2 p) {
  vec2 q = turn(TILT) * p;
  float head = length(vec2(q.x, q.y - 0.006)) - 0.040;
  float band = box(q - vec2(0.0, -0.030), vec2(0.026, 0.0045)) - 0.0015;
  float along = clamp(-q.y / 0.19, 0.0, 1.0);
  float handle = max(abs(q.x) - mix(0.025, 0.0125, along), abs(q.y + 0.105) - 0.085);
  float clip = box(q - vec2(0.0, -0.118), vec2(0.022, 0.013)) - 0.002;
  float d = min(min(head, band), min(handle, clip));
  vec2 joint = vec2(-0.040, -0.112);
  d = min(d, lineTo(p, joint, joint + vec2(0.004, -0.045)) - 0.0075);
  return min(d, lineTo(p, joint + vec2(0.004, -0.04), joint + vec2(0.004, -0.7)) - 0.0044);
}
vec3 shot(vec2 p, float t) {
  p = p * (1.0 - 0.008 * t);
  vec2 top = vec2(-0.10, 0.66);
  vec2 d = p - top;
  float reach = length(d);
  float off = abs(atan(d.x - 0.10 * -d.y, -d.y));
  float beam = smoothstep(0.30, 0.10, off) + 0.20 * smoothstep(0.62, 0.15, off);
  float smoke = smokeAt(p - vec2(0.1, 0.0), t);
  float thin = wisp(p * 1.7 + 3.0, t * 1.2);
  float body = mix(smoke, thin, 0.30);
  vec3 red = vec3(1.0, 0.040, 0.028), blue = vec3(0.05, 0.14, 0.60);
  vec3 light = vec3(0.004, 0.0012, 0.0030);
  light += red * beam * (0.05 + 1.05 * body * body) * 0.62 / (0.42 + reach * reach * 0.95);
  light += vec3(1.0, 0.26, 0.12) * beam * pow(body, 5.0) * 0.34 / (0.5 + reach);
  // A second lamp, blue, low from the right.
  vec2 e = p - vec2(1.05, -0.10);
  float low = exp(-pow(abs(e.y + 0.16 * e.x) / (0.13 - 0.16 * e.x), 2.0));
  light += blue * low * (0.06 + 1.0 * thin * smoke) * 0.36 / (0.35 + dot(e, e) * 0.9);
  light += red * 0.045 * exp(-pow((p.y + 0.5) * 5.0, 2.0)) * (0.4 + smoke) * exp(-p.x * p.x * 3.0);

  vec2 m = (p - vec2(0.055, 0.015)) / 1.25;
  float mic = microphone(m);
  float left = inside(mic, 0.0012) * (1.0 - inside(microphone(m + vec2(-0.0030, 0.0055)), 0.0035));
  float right = inside(mic, 0.0012) * (1.0 - inside(microphone(m + vec2(0.0048, 0.0)), 0.003));
  // The head is a sphere of wire mesh, lit from above and a little from the right.
  vec2 h = turn(TILT) * m - vec2(0.0, 0.006);
  float bulge = sqrt(max(1.0 - dot(h, h) / 0.0016, 0.0));
  vec2 mesh = h / (0.35 + 0.65 * bulge) * 210.0;
  float grid = 0.35 + 0.65 * pow(abs(sin(mesh.x + mesh.y) * sin(mesh.x - mesh.y)), 0.7);
  float ball = inside(length(h) - 0.040, 0.001);
  float lit = smoothstep(-0.3, 1.0, dot(vec3(m / 0.040, bulge), normalize(vec3(-0.35, 0.85, 0.15))));
  float lowLit = smoothstep(0.2, 1.0, dot(vec3(m / 0.040, bulge), normalize(vec3(0.95, 0.05, 0.0))));
  float stem = (1.0 - ball) * smoothstep(0.02, -0.012, (turn(TILT) * m).x) * step(-0.19, m.y);
  vec3 metal = vec3(0.004, 0.0012, 0.0022) + red * (0.26 * ball * grid * lit * lit + 0.030 * stem) + blue * ball * grid * lowLit * 0.34;
  light = mix(light, metal, inside(mic, 0.0011));
  light += (red + vec3(0.0, 0.12, 0.07)) * left * 0.42 * smoothstep(-0.5, 0.05, m.y) * (1.0 - ball * 0.5) + blue * right * 0.60;
  return light + red * body * beam * 0.020;
}
