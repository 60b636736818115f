package reports

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/unit"
)

// Heights of a point's curves, and how fine they are.
const (
	flowH    px    = 420
	curveH   px    = 680
	bins     int64 = 248
	maxCurve       = 600         // readings of a curve that are drawn
	leastRun int64 = 250_000_000 // ns over which a flow is taken, at least
	maxSales       = 8           // whose results are written at the curve
)

// run is a stretch of even flow.
type run struct{ from, to, rate int64 } // rate in hundredths of a litre a minute

// flows derives flow from what was counted, over at least leastRun and one bin of the picture.
func flows(all []reading, span int64) (runs []run, top int64) {
	least := max(leastRun, span/bins)
	first := 0
	for i := 1; i < len(all); i++ {
		dt, dv := all[i].at-all[first].at, all[i].volume-all[first].volume
		if all[i].volume < all[i-1].volume { // a new sale
			first = i
			continue
		}
		if dt <= 0 || dt < least && i+1 < len(all) {
			continue
		}
		if dv > 0 {
			rate := product(dv, 6_000_000, dt)
			runs = append(runs, run{all[first].at, all[i].at, rate})
			top = max(top, rate)
		}
		first = i
	}
	return runs, top
}

func (p *picture) flow(all []reading) {
	runs, top := flows(all, p.span)
	if top == 0 {
		return
	}
	l := p.open("", "flow, L/min", flowH)
	top = nice(top)
	l.scale(top, plotLeft-50, "end", hundredths)
	var area strings.Builder
	for i, r := range runs {
		if i == 0 || r.from > runs[i-1].to {
			if i > 0 {
				fmt.Fprintf(&area, "V%s", l.Y+l.H)
			}
			fmt.Fprintf(&area, "M%s %s", p.x(r.from), l.Y+l.H)
		}
		fmt.Fprintf(&area, "V%sH%s", l.height(r.rate, top), p.x(r.to))
	}
	fmt.Fprintf(&area, "V%s", l.Y+l.H)
	l.Areas = append(l.Areas, shape{"flow", area.String()})
}

// curves draws volume against the left axis and money against the right one.
func (p *picture) curves(all []reading) {
	var volume, money int64
	var currency unit.Currency
	for _, r := range all {
		volume, money = max(volume, r.volume/1e4), max(money, r.amount)
		if r.currency != "" {
			currency = r.currency
		}
	}
	if volume == 0 {
		return
	}
	l := p.open("", "", curveH)
	l.Texts = append(l.Texts, text{0, l.Y + 120, "sub k-volume", "start", "volume, L"})
	litres := nice(volume)
	l.scale(litres, plotLeft-50, "end", hundredths)
	line := p.line(l, all, litres, func(r reading) int64 { return r.volume / 1e4 })
	bottom := (l.Y + l.H).String()
	l.Areas = append(l.Areas, shape{"volume", line + "V" + bottom + "H" + p.x(all[0].at).String() + "Z"})
	l.Lines = append(l.Lines, shape{"volume", line})
	if money > 0 {
		top := nice(money)
		l.Lines = append(l.Lines, shape{"money", p.line(l, all, top, func(r reading) int64 { return r.amount })})
		l.scale(top, plotRight+50, "start", func(v int64) string {
			said, _, _ := strings.Cut(unit.Money{Minor: v, Currency: currency}.String(), " ")
			return strings.TrimSuffix(strings.TrimSuffix(said, ".000"), ".00")
		})
		l.Texts = append(l.Texts, text{0, l.Y + 250, "sub k-money", "start", "money, " + string(currency) + " (right)"})
	}
	p.results(l, all, litres)
}

// line steps from reading to reading, as the display did.
func (p *picture) line(l *lane, all []reading, top int64, of func(reading) int64) string {
	var d strings.Builder
	fmt.Fprintf(&d, "M%s %s", p.x(all[0].at), l.height(of(all[0]), top))
	stride := len(all)/maxCurve + 1
	x, y := px(-1), px(-1)
	for i := 1; i < len(all); i++ {
		ends := i+1 == len(all) || all[i+1].volume < all[i].volume || all[i].volume < all[i-1].volume
		if i%stride != 0 && !ends {
			continue
		}
		if nx := p.x(all[i].at); nx != x {
			x = nx
			fmt.Fprintf(&d, "H%s", x)
		}
		if ny := l.height(of(all[i]), top); ny != y {
			y = ny
			fmt.Fprintf(&d, "V%s", y)
		}
	}
	return d.String()
}

// results writes what each sale came to where its curve ends.
func (p *picture) results(l *lane, all []reading, top int64) {
	sales := 0
	for i, r := range all {
		ends := i+1 == len(all) || all[i+1].volume < r.volume
		if !ends || r.volume == 0 || sales == maxSales {
			continue
		}
		sales++
		said := strings.TrimSuffix(r.volumeText+" · "+r.amountText, " · ")
		x, y := p.x(r.at), l.height(r.volume/1e4, top)
		t := text{x - 50, l.Y + l.H - 60, "result", "end", said} // below the curve's end, where there is room
		if x-letter*px(len(said))*6/5 < plotLeft {
			t.X, t.Anchor = x+50, "start"
		}
		l.Texts = append(l.Texts, t)
		l.Marks = append(l.Marks, mark{X: x, Y0: y - 25, Y1: y + 25, Class: "dot", Tip: stamp(r.at) + " s  " + said})
	}
}

// height is where a value lies in a lane.
func (l *lane) height(v, top int64) px { return l.Y + l.H - scale(v, top, l.H) }

// scale draws the lane's rules with their values: nothing, half, all.
func (l *lane) scale(top int64, x px, anchor string, say func(int64) string) {
	for i, v := range []int64{0, top / 2, top} {
		y := l.Y + l.H - l.H*px(i)/2
		if len(l.Rules) < 3 {
			l.Rules = append(l.Rules, y)
		}
		l.Texts = append(l.Texts, text{x, y + px(i*40), "axis", anchor, say(v)})
	}
}

// nice is the next round number at or above v: even, so that its half can be written.
func nice(v int64) int64 {
	for unit := int64(1); unit < 1e17; unit *= 10 {
		for _, n := range []int64{2, 4, 6, 8, 10, 12, 16} {
			if n*unit >= v {
				return n * unit
			}
		}
	}
	return max(v, 1)
}

// hundredths prints 4000 as 40 and 250 as 2.5.
func hundredths(v int64) string {
	s := strconv.FormatInt(v/100, 10)
	if v%100 == 0 {
		return s
	}
	return s + "." + strings.TrimRight(fmt.Sprintf("%02d", v%100), "0")
}
