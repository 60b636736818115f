package reports

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"

	"github.com/forecourt/forecourt/scenarios/verdict"
)

// PlotW is how wide the plot is.
func (p *picture) PlotW() px { return p.Right - p.Left }

// px is a length in tenths of a pixel. The picture is drawn in integers: the same bytes on every machine.
type px int64

// String prints pixels.
func (p px) String() string {
	if p%10 == 0 {
		return strconv.FormatInt(int64(p/10), 10)
	}
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	return sign + strconv.FormatInt(int64(p/10), 10) + "." + strconv.FormatInt(int64(p%10), 10)
}

// The frame of the picture.
const (
	plotLeft   px = 1320
	plotRight  px = 11260
	pictureW   px = 11800
	plotTop    px = 60
	laneGap    px = 60
	labelH     px = 130
	letter     px = 56 // width of a letter in a label
	labelRows     = 3
	maxMoments    = 400 // a lane
	maxPoints     = 4   // fuelling points drawn
)

// picture is a drawing of a story, for timeline.tmpl.
type picture struct {
	W, H        px
	Left, Right px
	Top, AxisY  px
	TextY       px
	Title       string
	Ticks       []tick
	Lanes       []*lane
	Notes       []string
	Cause       *tick
	span        int64
	y           px
}

type tick struct {
	X    px
	Text string
}

// lane is one strip; everything in it is placed already.
type lane struct {
	Y, H         px
	LabelY, SubY px
	Label, Sub   string
	Rules        []px
	Areas, Lines []shape
	Spans        []box
	Marks        []mark
	Texts        []text
}

type shape struct{ Class, D string }

type box struct {
	X, Y, W, H px
	Class      string
	Tip        string
	Text       string
	TX, TY     px
}

type mark struct {
	X, Y0, Y1 px
	Class     string
	Label     string
	LX, LY    px
	Anchor    string
	Tip       string
}

type text struct {
	X, Y   px
	Class  string
	Anchor string
	Text   string
}

// scale is v of a whole as a length, v no more than the whole.
func scale(v, whole int64, length px) px {
	if v <= 0 || whole <= 0 {
		return 0
	}
	return px(product(min(v, whole), int64(length), whole))
}

// product is floor(a*b/c) of numbers that are not negative, the largest int64 where it does not fit.
func product(a, b, c int64) int64 {
	if a < 0 || b < 0 || c <= 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi >= uint64(c) {
		return math.MaxInt64
	}
	q, _ := bits.Div64(hi, lo, uint64(c))
	return int64(min(q, math.MaxInt64))
}

func (p *picture) x(at int64) px { return plotLeft + scale(at, p.span, plotRight-plotLeft) }

// draw places a story. Lanes, from the top: steps, hands, each point with its curves, the parties, HTTP, the lines.
func draw(r verdict.Record, s *story) *picture {
	p := &picture{W: pictureW, Left: plotLeft, Right: plotRight, Top: plotTop, span: s.span, y: plotTop,
		Title: "Timeline of " + r.ID + ", " + span(s.span)}
	p.steps(r)
	for _, role := range s.roles {
		if role.name == "hand" {
			p.moments("hands", "", role.moments)
		}
	}
	for i, point := range s.points {
		if i == maxPoints {
			p.Notes = append(p.Notes, fmt.Sprintf("%s not drawn.", count(len(s.points)-i, "more fuelling point")))
			break
		}
		p.point(point)
	}
	for _, role := range s.roles {
		if role.name != "hand" {
			p.moments(role.name, "", role.moments)
		}
	}
	for _, l := range s.lines {
		p.density(l)
	}
	p.axis()
	if r.Verdict > verdict.Pass && r.Cause != nil && r.Cause.AtNS > 0 {
		p.Cause = &tick{p.x(min(r.Cause.AtNS, s.span)), "first cause"}
	}
	return p
}

// open begins a lane of a height.
func (p *picture) open(label, sub string, h px) *lane {
	l := &lane{Y: p.y, H: h, LabelY: p.y + 120, SubY: p.y + 120, Label: cut(label, 20), Sub: cut(sub, 26)}
	if h < 150 {
		l.LabelY, l.SubY = p.y+h/2+35, p.y+h/2+35
	}
	if label != "" {
		l.LabelY = p.y + 105
		l.SubY = l.LabelY + 125
	}
	p.Lanes = append(p.Lanes, l)
	p.y += h + laneGap
	return l
}

// at turns an instant of the record into one of the scenario: steps count from its start, or from 1970.
func at(r verdict.Record, ns int64) int64 {
	if r.StartNS > 0 && ns >= r.StartNS {
		return ns - r.StartNS
	}
	return ns
}

func (p *picture) steps(r verdict.Record) {
	if len(r.Steps) == 0 {
		return
	}
	l := p.open("steps", "", 170)
	free, numbered := px(0), -1
	for i, s := range r.Steps {
		from, to := p.x(at(r, s.StartNS)), p.x(at(r, s.EndNS))
		b := box{X: from, Y: l.Y, W: max(to-from, 20), H: l.H, Class: "step v-" + s.Verdict.String(), Tip: fmt.Sprintf("%d: %s", i+1, s.Text)}
		number := strconv.Itoa(i + 1)
		w := letter * px(len(number)+1)
		switch {
		case max(from+30, free)+w > plotRight:
		case from+30 >= free || numbered < 0:
			b.Text, b.TX, b.TY = number, from+30, l.Y+l.H-50
			free, numbered = b.TX+w, i
		default: // no room of its own: it joins the one before
			l.Spans[numbered].Text += " " + number
			free += w
		}
		l.Spans = append(l.Spans, b)
	}
}

// moments draws events as ticks; labels go where there is room for them, in up to three rows.
func (p *picture) moments(label, sub string, all []moment) {
	if len(all) == 0 {
		return
	}
	if len(all) > maxMoments {
		p.Notes = append(p.Notes, fmt.Sprintf("Lane %s shows %d of %s.", label, maxMoments, count(len(all), "event")))
		all = all[:maxMoments]
	}
	var ends [labelRows]px
	rows := 1
	marks := make([]mark, len(all))
	place := make([]int, len(all))
	for i, m := range all {
		x := p.x(m.at)
		marks[i] = mark{X: x, Class: m.class, Tip: stamp(m.at) + " s  " + m.tip, Anchor: "start", LX: x + 35}
		place[i] = -1
		words := cut(m.label, 44)
		w := letter*px(len([]rune(words))) + 70
		from, to := x, x+w
		if to > plotRight+400 {
			from, to = x-w, x
			marks[i].Anchor, marks[i].LX = "end", x-35
		}
		for row := range ends {
			if from >= ends[row] {
				ends[row], place[i], marks[i].Label = to, row, words
				rows = max(rows, row+1)
				break
			}
		}
	}
	l := p.open(label, sub, labelH*px(rows)+20)
	for i := range marks {
		m := &marks[i]
		m.Y0, m.Y1 = l.Y, l.Y+l.H
		if place[i] >= 0 {
			m.LY = l.Y + labelH*px(place[i]) + 105
		}
		if all[i].lasts > 1 {
			to := p.x(min(all[i].at, p.span) + min(all[i].lasts, p.span))
			l.Spans = append(l.Spans, box{X: m.X, Y: l.Y, W: max(to-m.X, 10), H: l.H, Class: "took", Tip: m.Tip})
		}
	}
	l.Marks = marks
}

// timeSteps are the distances that axis ticks may have.
var timeSteps = []int64{1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8, 2e8, 5e8, 1e9, 2e9, 5e9, 10e9, 15e9, 30e9, 60e9, 120e9, 300e9, 600e9,
	1200e9, 1800e9, 3600e9, 7200e9, 14400e9, 21600e9, 43200e9, 86400e9, 7 * 86400e9, 30 * 86400e9}

func (p *picture) axis() {
	step := timeSteps[len(timeSteps)-1]
	for _, s := range timeSteps {
		if p.span/s <= 12 {
			step = s
			break
		}
	}
	for at := int64(0); at <= p.span; at += step {
		p.Ticks = append(p.Ticks, tick{p.x(at), string(seconds(at))})
	}
	p.Ticks[len(p.Ticks)-1].Text += " s"
	p.AxisY = p.y
	p.TextY = p.y + 150
	p.H = p.y + 220
}
