package reports

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
)

//go:embed figures.html
var figuresHTML string

//go:embed figures.css
var figuresCSS string

var figuresTemplate = template.Must(template.New("figures").Parse(figuresHTML))

// Figures is a page of figures: what was said, facts, charts and tables. It knows nothing of what they are about.
type Figures struct {
	Kind, Title, Beside string
	Good                bool // all is as it must be; else Findings say why not
	Said                string
	Facts               []Fact
	Command             string // that repeats it
	Findings            []string
	Charts              []Chart
	Tables              []Table
	Notes               []string
}

// Fact is a name and its figure.
type Fact struct{ Name, Value string }

// Table is a table whose columns after the first hold numbers.
type Table struct {
	Title string
	Head  []string
	Rows  [][]string
	Sum   []string // the last row; empty: none
}

// Chart is series over one row of labels, as bars that stand on each other or as lines.
type Chart struct {
	Title, Unit string
	Lines       bool
	Labels      []string
	Series      []Series
	// Div is what a value is divided by to be shown; zero: 1. Values below zero are drawn as zero.
	Div int64
	// Above says that the axis may begin above zero, as one of prices.
	Above bool
}

// Series is one row of whole numbers, as many as the chart has labels.
type Series struct {
	Name   string
	Values []int64
}

type figuresView struct {
	Figures
	CSS    template.CSS
	Policy string
	Drawn  []*drawnChart
}

// FiguresPage returns the page. It needs neither network nor script.
func FiguresPage(f Figures) ([]byte, error) {
	v := figuresView{Figures: f, CSS: template.CSS(pageCSS + figuresCSS), Policy: "default-src 'none'; style-src 'unsafe-inline'"}
	for _, c := range f.Charts {
		for _, s := range c.Series {
			if len(s.Values) != len(c.Labels) {
				return nil, fmt.Errorf("report: chart %s: %d labels, %d values of %s", c.Title, len(c.Labels), len(s.Values), s.Name)
			}
		}
		if len(c.Labels) > 0 {
			v.Drawn = append(v.Drawn, c.draw())
		}
	}
	var b bytes.Buffer
	if err := figuresTemplate.Execute(&b, v); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return b.Bytes(), nil
}

// The frame of a chart, in tenths of a pixel.
const (
	chartW      px = 11800
	chartH      px = 2300
	chartLeft   px = 760
	chartRight  px = 11700
	chartTop    px = 120
	chartBottom px = 2000
	mostColumns    = 400
	mostLabels     = 12
)

// drawnChart is a chart whose every coordinate is known.
type drawnChart struct {
	Chart
	W, H                     px
	Left, Right, Top, Bottom px
	TextX, TextY             px
	Rules                    []rule
	Ticks                    []tick
	Bars                     []column
	Paths                    []stroke
	Hovers                   []hover
}

type rule struct {
	Y, TextY px
	Text     string
}

type column struct {
	X, Y, W, H px
	Colour     int
}

type stroke struct {
	D      string
	Colour int
}

type hover struct {
	X, W px
	Text string
}

// Colour numbers the series for the style.
func (c *drawnChart) Colour(i int) int { return i%seriesColours + 1 }

const seriesColours = 6

func (c Chart) draw() *drawnChart {
	c = c.thinned()
	c.Div = max(c.Div, 1)
	d := &drawnChart{
		Chart: c, W: chartW, H: chartH, Left: chartLeft, Right: chartRight, Top: chartTop, Bottom: chartBottom,
		TextX: chartLeft - 80, TextY: chartBottom + 170,
	}
	low, high, step := c.scale()
	at := func(v int64) px {
		v = min(max(v, low), high)
		return chartBottom - px(mulDiv64(v-low, int64(chartBottom-chartTop), high-low))
	}
	for v := low; v <= high; v += step {
		d.Rules = append(d.Rules, rule{at(v), at(v) + 35, c.shown(v)})
	}
	n := px(len(c.Labels))
	wide := chartRight - chartLeft
	for i := range c.Labels {
		x, next := chartLeft+wide*px(i)/n, chartLeft+wide*px(i+1)/n
		d.stand(i, x, next, at)
		if every := (len(c.Labels) + mostLabels - 1) / mostLabels; i%every == 0 {
			d.Ticks = append(d.Ticks, tick{(x + next) / 2, c.Labels[i]})
		}
	}
	if c.Lines {
		for k, s := range c.Series {
			var b strings.Builder
			for i, v := range s.Values {
				fmt.Fprintf(&b, "%c%s %s", "ML"[min(i, 1)], chartLeft+(wide*px(2*i+1))/(2*n), at(v))
			}
			d.Paths = append(d.Paths, stroke{b.String(), d.Colour(k)})
		}
	}
	return d
}

// stand draws the bars of a column, and what is said where the mouse rests on it.
func (d *drawnChart) stand(i int, x, next px, at func(int64) px) {
	said, sum := d.Labels[i], int64(0)
	gap := min((next-x)/6, 40)
	for k, s := range d.Series {
		v := max(s.Values[i], 0)
		if !d.Lines {
			top, bottom := at(sum+v), at(sum)
			if bottom > top {
				d.Bars = append(d.Bars, column{x + gap, top, next - x - 2*gap, bottom - top, d.Colour(k)})
			}
			sum += v
		}
		said += fmt.Sprintf("\n%s %s %s", s.Name, d.shown(s.Values[i]), d.Unit)
	}
	d.Hovers = append(d.Hovers, hover{x, next - x, said})
}

// thinned puts neighbours together where there are more labels than columns: bars add up, lines keep the last.
func (c Chart) thinned() Chart {
	group := (len(c.Labels) + mostColumns - 1) / mostColumns
	if group <= 1 {
		return c
	}
	out := c
	out.Labels, out.Series = nil, nil
	for i := 0; i < len(c.Labels); i += group {
		out.Labels = append(out.Labels, c.Labels[i])
	}
	for _, s := range c.Series {
		t := Series{Name: s.Name, Values: make([]int64, len(out.Labels))}
		for i, v := range s.Values {
			if c.Lines {
				t.Values[i/group] = v
			} else {
				t.Values[i/group] += v
			}
		}
		out.Series = append(out.Series, t)
	}
	return out
}

// scale returns where the axis begins and ends, and its step.
func (c Chart) scale() (low, high, step int64) {
	low = int64(1) << 62
	for i := range c.Labels {
		sum := int64(0)
		for _, s := range c.Series {
			v := max(s.Values[i], 0)
			low = min(low, v)
			if sum += v; c.Lines {
				high = max(high, v)
			}
		}
		if !c.Lines {
			high = max(high, sum)
		}
	}
	if !c.Above || low > high {
		low = 0
	}
	step = 1
	for i := 0; (high-low)/step >= 5; i++ {
		step = step * [...]int64{2, 5, 2}[i%3] / [...]int64{1, 2, 1}[i%3]
	}
	low = low / step * step
	high = (high/step + 1) * step
	return low, high, step
}

// shown prints a value as its axis does.
func (c Chart) shown(v int64) string {
	text := grouped(v / c.Div)
	if c.Div > 1 && v%c.Div != 0 {
		digits := len(fmt.Sprint(c.Div)) - 1
		text += "." + strings.TrimRight(fmt.Sprintf("%0*d", digits, abs64(v)%c.Div), "0")
	}
	return text
}

func abs64(v int64) int64 { return max(v, -v) }

func mulDiv64(a, b, c int64) int64 {
	if a > (1<<62)/max(b, 1) {
		return a / c * b
	}
	return a * b / c
}
