package veeder

import (
	"fmt"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// cells prints right-aligned numbers, a missing one as '?'.
func cells(b *strings.Builder, missing Fields, values ...cell) {
	for i, v := range values {
		text := "?"
		if !missing.Has(i) {
			text = fmt.Sprintf("%.*f", v.decimals, v.value)
			if v.decimals == 0 {
				text = fmt.Sprintf("%d", v.count)
			}
		}
		fmt.Fprintf(b, " %*s", v.width-1, text) // never two numbers without a space between them
	}
}

type cell struct {
	width, decimals int
	value           float64
	count           int64
}

func (c *codec) volumeCell(width int, v unit.Volume) cell {
	return cell{width: width, count: c.whole(v)}
}

func (c *codec) levelCell(l unit.Level) cell {
	return cell{width: 9, decimals: 2, value: float64(c.length(int64(l)))}
}

func (c *codec) temperatureCell(t unit.Temperature) cell {
	return cell{width: 9, decimals: 2, value: float64(c.temperature(t))}
}

// printInventories prints the columns of the manual's sample (B).
func (c *codec) printInventories(b *strings.Builder, list Inventories) {
	if len(list) > 0 {
		b.WriteString("TANK PRODUCT                VOLUME TC VOLUME   ULLAGE   HEIGHT    WATER     TEMP\n")
	}
	for _, i := range list {
		fmt.Fprintf(b, "%3d %-20s", i.Tank, i.Label)
		cells(b, i.Missing, c.volumeCell(10, i.Volume), c.volumeCell(10, i.TCVolume), c.volumeCell(9, i.Ullage),
			c.levelCell(i.Height), c.levelCell(i.Water), c.temperatureCell(i.Temperature))
		b.WriteString("\n")
	}
}

func (c *codec) printMasses(b *strings.Builder, list Masses) {
	if len(list) > 0 {
		b.WriteString("TANK PRODUCT                VOLUME      MASS  DENSITY   HEIGHT    WATER     TEMP\n")
	}
	for _, m := range list {
		fmt.Fprintf(b, "%3d %-20s", m.Tank, m.Label)
		cells(b, m.Missing, c.volumeCell(10, m.Volume), cell{width: 10, count: int64(float64(m.Mass) / c.massScale())},
			cell{width: 9, decimals: 3, value: float64(m.Density) / c.densityScale()},
			c.levelCell(m.Height), c.levelCell(m.Water), c.temperatureCell(m.Temperature))
		b.WriteString("\n")
	}
}

func (c *codec) unitWords() (volume, temperature string) {
	switch c.unit {
	case unit.L:
		return "LITRES", "DEG C"
	case unit.ImpGal:
		return "IMP GALLONS", "DEG F"
	}
	return "GALLONS", "DEG F"
}

// printDeliveries prints triplets of lines, the end first, the newest delivery first (B).
func (c *codec) printDeliveries(b *strings.Builder, list Deliveries) {
	volume, degrees := c.unitWords()
	for _, t := range list {
		fmt.Fprintf(b, "T%2d:%s\n", t.Tank, t.Label)
		fmt.Fprintf(b, "INCREASE   DATE / TIME             %s TC %s WATER  TEMP %s  HEIGHT\n\n", volume, volume, degrees)
		for _, d := range t.Deliveries {
			c.printStock(b, "END", d.EndAt, d.End, d.Missing.stock(4, 9))
			c.printStock(b, "START", d.StartAt, d.Start, d.Missing.stock(0, 8))
			fmt.Fprintf(b, "%9s:%21s", "AMOUNT", "")
			cells(b, d.Missing&1|d.Missing>>4&1|d.Missing&2|d.Missing>>4&2,
				c.volumeCell(10, d.End.Volume-d.Start.Volume), c.volumeCell(11, d.End.TCVolume-d.Start.TCVolume))
			b.WriteString("\n\n")
		}
		if len(t.Deliveries) == 0 && !t.Unknown {
			b.WriteString("NO DELIVERIES\n")
		}
	}
}

// stock picks the bits of one end of a delivery, and puts that of the height behind them.
func (f Fields) stock(first, height int) Fields { return f>>first&0xF | f>>height&1<<4 }

func (c *codec) printStock(b *strings.Builder, name string, at clock.Instant, s Stock, missing Fields) {
	fmt.Fprintf(b, "%9s: %-21s", name, c.displayDate(at))
	cells(b, missing, c.volumeCell(10, s.Volume), c.volumeCell(11, s.TCVolume), c.levelCell(s.Water),
		c.temperatureCell(s.Temperature), c.levelCell(s.Height))
	b.WriteString("\n")
}

func (c *codec) printDetections(b *strings.Builder, list LeakDetections) {
	for _, d := range list {
		fmt.Fprintf(b, "T%2d:%s\nTEST STARTED %s HOURS %d\n", d.Tank, d.Label, c.displayDate(d.StartAt), d.Hours)
		b.WriteString("TEMPERATURE, VOLUME, RATE, CHANGES:")
		cells(b, d.Missing, c.temperatureCell(d.Start), c.temperatureCell(d.End), c.volumeCell(10, d.Volume),
			c.rateCell(d.Rate))
		for _, h := range d.HourlyChanges {
			cells(b, 0, c.rateCell(h))
		}
		b.WriteString("\n")
	}
}

func (c *codec) rateCell(r Rate) cell {
	return cell{width: 9, decimals: 3, value: float64(c.volume(unit.Volume(r)))}
}

func printStatuses(b *strings.Builder, list Statuses) {
	if len(list) > 0 {
		b.WriteString("TANK    PRODUCT                 STATUS\n\n")
	}
	for _, s := range list {
		words := []string{"NORMAL"}
		if s.Unknown {
			words[0] = "?"
		}
		for i, a := range s.Alarms {
			words = append(words[:i], a.Words())
		}
		for _, w := range words { // a line for each, with the tank and its label (C)
			fmt.Fprintf(b, "%3d     %-20s    %s\n", s.Tank, s.Label, w)
		}
	}
}

// printHistories prints a text once and its dates below it, newest first (B).
func (c *codec) printHistories(b *strings.Builder, list Histories) {
	for _, h := range list {
		fmt.Fprintf(b, "TANK %d   %s\n", h.Tank, h.Label)
		said := map[Alarm]bool{}
		for _, p := range h.Past {
			if said[p.Alarm] {
				continue
			}
			said[p.Alarm] = true
			fmt.Fprintf(b, "  %s\n", p.Alarm.Words())
			for _, q := range h.Past {
				if q.Alarm == p.Alarm {
					fmt.Fprintf(b, "      %s\n", c.displayDate(q.At))
				}
			}
		}
		b.WriteString("\n")
	}
}

// printTests prints leak tests; passed says that they are those of 207.
func (c *codec) printTests(b *strings.Builder, t TankTests, passed bool) {
	fmt.Fprintf(b, "T%2d:%s\n", t.Tank, t.Label)
	for _, x := range t.Tests {
		number := max(int(x.Number), b2i(x.Manifolded))
		fmt.Fprintf(b, "TEST %02d RESULT %02d NUMBER %02d %s HOURS:", x.Kind, x.Result, number, c.displayDate(x.StartAt))
		hours := cell{width: 9, decimals: 2, value: x.Duration.Round(time.Second).Hours()}
		if passed {
			cells(b, x.Missing, hours, c.volumeCell(10, x.Volume), cell{width: 9, decimals: 2, value: float64(x.Share) / 1000})
		} else {
			cells(b, x.Missing, c.rateCell(x.Rate), hours, c.volumeCell(10, x.Volume))
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
}

func (c *codec) printSettings(b *strings.Builder, info functionInfo, list Settings) {
	for _, s := range list {
		switch {
		case info.kind == kindText && info.scope != ofSystem:
			fmt.Fprintf(b, "%3d  ", s.Device)
		case info.scope != ofSystem:
			fmt.Fprintf(b, "%3d %-20s  ", s.Device, s.Label)
		}
		b.WriteString(c.valueWords(info, s.Value) + "\n")
	}
}

// valueWords prints a value; a product code stands between apostrophes, because it may be a space.
func (c *codec) valueWords(info functionInfo, v Value) string {
	switch v := v.(type) {
	case On:
		if v {
			return "ON"
		}
		return "OFF"
	case Text:
		return string(v)
	case Product:
		return "'" + string(rune(v)) + "'"
	case Volumes:
		words := make([]string, len(v))
		for i, vol := range v {
			words[i] = fmt.Sprint(c.whole(vol))
		}
		return strings.Join(words, "  ")
	case Length:
		return fmt.Sprintf("%.2f", c.length(int64(v)))
	case Expansion:
		return fmt.Sprintf("%.6f", c.expansion(v))
	case Clock:
		return c.displayDate(clock.Instant(v))
	case Shift:
		if v == ShiftOff {
			return "DISABLED"
		}
		return fmt.Sprintf("%02d:%02d", time.Duration(v)/time.Hour, time.Duration(v)%time.Hour/time.Minute)
	}
	return "?"
}
