// A chart is <div data-chart="id-of-json">; the JSON block holds a plain ECharts option. Colours, type and ticks come from the tokens.
// A series with "tone": "quiet" is drawn in grey; a markLine is a threshold and is drawn in brass, which no series uses.
// The tooltip is drawn in the canvas (richText): inline styles would be refused by the Content-Security-Policy.
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const drawn = new Map();

function dressed(option) {
  const ink = token("--z-ink-2"), line = token("--z-line"), sans = getComputedStyle(document.body).fontFamily;
  const axis = (given = {}) => ({
    axisLine: { lineStyle: { color: token("--z-line-strong") } }, axisTick: { show: false },
    splitLine: { lineStyle: { color: line } }, nameTextStyle: { color: ink },
    ...given, axisLabel: { color: ink, fontSize: 12, ...given.axisLabel },
  });
  const quiet = (series) => series.tone === "quiet"
    ? { ...series, lineStyle: { color: token("--z-line-strong"), ...series.lineStyle }, itemStyle: { color: token("--z-line-strong"), ...series.itemStyle } } : series;
  const mark = (series) => series.markLine ? { ...series, markLine: {
    symbol: "none", animation: false, lineStyle: { color: token("--z-brass"), type: "solid", width: 2 }, ...series.markLine,
    label: { color: token("--z-brass-ink"), position: "insideEndTop", ...series.markLine.label } } } : series;
  return {
    color: [1, 2, 3, 4, 5, 6].map((n) => token(`--z-c${n}`)), animation: false, textStyle: { fontFamily: sans, color: ink },
    aria: { enabled: true, decal: { show: false } },
    grid: { left: 8, right: 16, top: 36, bottom: 4, containLabel: true },
    ...option,
    legend: option.legend && { top: 0, left: 0, itemWidth: 14, itemHeight: 8, icon: "rect", textStyle: { color: ink }, ...option.legend },
    tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: token("--z-surface"), borderColor: token("--z-line-strong"), textStyle: { color: token("--z-ink"), fontSize: 12 }, ...option.tooltip },
    xAxis: option.xAxis && axis(option.xAxis), yAxis: option.yAxis && axis(option.yAxis),
    series: option.series.map(quiet).map(mark),
  };
}

function draw() {
  for (const [box, chart] of drawn) if (!box.isConnected) { chart.dispose(); drawn.delete(box); }
  for (const box of document.querySelectorAll("[data-chart]")) {
    const option = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const chart = drawn.get(box) || echarts.init(box, null, { renderer: "canvas" });
    drawn.set(box, chart);
    chart.setOption(dressed(option), true);
  }
}

// The library is a megabyte: it is fetched by the first page part that has a chart.
let fetched = null;
function fetchLibrary() {
  fetched ??= new Promise((done) => {
    const script = document.createElement("script");
    script.src = document.querySelector('meta[name="zyk-charts"]').content;
    script.addEventListener("load", done);
    document.head.append(script);
  });
  return fetched;
}

async function drawAll() {
  if (!document.querySelector("[data-chart]")) return;
  if (!window.echarts) await fetchLibrary();
  draw();
}

drawAll();
document.addEventListener("htmx:load", drawAll);
document.addEventListener("zyk:theme", drawAll);
addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
