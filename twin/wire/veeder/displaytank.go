package veeder

import (
	"strconv"
	"strings"
	"time"
)

// tankLine reads "T 1:REGULAR UNLEADED".
func tankLine(line string) (tank uint8, label string, ok bool) {
	line = strings.TrimSpace(line)
	head, label, found := strings.Cut(line, ":")
	if !found || len(head) < 2 || head[0] != 'T' {
		return 0, "", false
	}
	n, err := strconv.ParseUint(strings.TrimSpace(head[1:]), 10, 8)
	return uint8(n), strings.TrimSpace(label), err == nil
}

// displayedDeliveries reads the lines of END and START; the amount is their difference, cut, and is not read.
func (c *codec) displayedDeliveries(lines []string) Deliveries {
	list := Deliveries{}
	for _, l := range lines {
		if tank, label, ok := tankLine(l); ok {
			list = append(list, TankDelivery{Tank: tank, Label: label})
			continue
		}
		name, rest, found := strings.Cut(strings.TrimSpace(l), ":")
		if !found || len(list) == 0 {
			continue
		}
		t := &list[len(list)-1]
		at, numbers, _ := c.dateIn(rest)
		if numbers == "" {
			numbers = rest
		}
		s := &shown{codec: c, cells: strings.Fields(numbers)}
		stock := func() Stock {
			return Stock{Volume: s.volume(), TCVolume: s.volume(), Water: s.level(), Temperature: s.temperature(), Height: s.level()}
		}
		switch n := len(t.Deliveries); {
		case name == "END":
			d := Delivery{EndAt: at, End: stock()}
			d.Missing = s.missing&0xF<<4 | s.missing>>4&1<<9 | 0x10F // the start is not there yet
			t.Deliveries = append(t.Deliveries, d)
		case name == "START" && n > 0:
			d := &t.Deliveries[n-1]
			d.StartAt, d.Start = at, stock()
			d.Missing = d.Missing&^0x10F | s.missing&0xF | s.missing>>4&1<<8
		}
	}
	return list
}

// between returns what stands in line between two words.
func between(line, from, to string) string {
	_, line, _ = strings.Cut(line, from)
	line, _, _ = strings.Cut(line, to)
	return strings.TrimSpace(line)
}

func (c *codec) displayedDetections(lines []string) LeakDetections {
	list := LeakDetections{}
	for _, l := range lines {
		if tank, label, ok := tankLine(l); ok {
			list = append(list, LeakDetection{Tank: tank, Label: label, Missing: all(leakFields)})
			continue
		}
		if len(list) == 0 {
			continue
		}
		d := &list[len(list)-1]
		if rest, ok := strings.CutPrefix(strings.TrimSpace(l), "TEST STARTED"); ok {
			d.StartAt, _, _ = c.dateIn(rest)
			_, hours, _ := strings.Cut(rest, "HOURS")
			n, _ := strconv.ParseUint(strings.TrimSpace(hours), 10, 8)
			d.Hours = uint8(n)
		}
		if _, numbers, ok := strings.Cut(l, "CHANGES:"); ok {
			s := &shown{codec: c, cells: strings.Fields(numbers)}
			d.Start, d.End, d.Volume, d.Rate = s.temperature(), s.temperature(), s.volume(), s.rate()
			d.Missing = s.missing
			for d.HourlyChanges = nil; s.next < len(s.cells); {
				d.HourlyChanges = append(d.HourlyChanges, s.rate())
			}
		}
	}
	return list
}

func (c *codec) displayedTests(lines []string, passed bool) []TankTests {
	list := []TankTests{}
	for _, l := range lines {
		if tank, label, ok := tankLine(l); ok {
			list = append(list, TankTests{Tank: tank, Label: label})
			continue
		}
		if !strings.HasPrefix(l, "TEST ") || len(list) == 0 {
			continue
		}
		number := func(from, to string) uint8 {
			n, _ := strconv.ParseUint(between(l, from, to), 10, 8)
			return uint8(n)
		}
		var x LeakTest
		x.Kind, x.Result = number("TEST", "RESULT"), number("RESULT", "NUMBER")
		_, tail, _ := strings.Cut(l, "NUMBER")
		if f := strings.Fields(tail); len(f) > 0 {
			n, _ := strconv.ParseUint(f[0], 10, 8)
			x.Number = uint8(n)
		}
		x.StartAt, _, _ = c.dateIn(tail)
		_, numbers, _ := strings.Cut(tail, "HOURS:")
		s := &shown{codec: c, cells: strings.Fields(numbers)}
		hours := func() time.Duration { return time.Duration(s.scaled(float64(time.Hour))) }
		if passed {
			x.Duration, x.Volume, x.Share = hours(), s.volume(), Share(s.scaled(1000))
		} else {
			x.Manifolded, x.Number = x.Number == 1, 0
			x.Rate, x.Duration, x.Volume = s.rate(), hours(), s.volume()
		}
		x.Missing = s.missing
		t := &list[len(list)-1]
		t.Tests = append(t.Tests, x)
	}
	return list
}

// displayedSettings reads rows of a device, perhaps a label, and a value at the right end.
func (c *codec) displayedSettings(info functionInfo, lines []string) Settings {
	list := Settings{}
	for _, l := range lines {
		l = strings.TrimSpace(l)
		if l == "" || l == info.title {
			continue
		}
		s, ok := Setting{}, true
		if info.scope != ofSystem {
			s, l, ok = deviceOf(info, l)
		}
		if !ok {
			continue
		}
		if s.Value, ok = c.shownValue(info, l); ok {
			list = append(list, s)
		}
	}
	return list
}

// deviceOf splits "  1 LABEL   value" into its device and label, and the value.
func deviceOf(info functionInfo, line string) (s Setting, value string, ok bool) {
	if info.kind == kindVolumes || info.kind == kindLength || info.kind == kindExpansion {
		r, ok := numbers(line, max(info.count, 1))
		return Setting{Device: r.device, Label: r.label}, strings.Join(r.cells, " "), ok
	}
	word, rest, _ := strings.Cut(line, " ")
	n, err := strconv.ParseUint(word, 10, 8)
	rest = strings.TrimSpace(rest)
	s.Device = uint8(n)
	if info.kind == kindText {
		return s, rest, err == nil
	}
	i := strings.LastIndex(rest, "  ")
	if info.kind == kindProduct { // its code may be a space
		i = strings.LastIndex(strings.TrimSuffix(rest, "'"), "'") - 1
		if strings.HasSuffix(rest, "'''") {
			i = len(rest) - 4
		}
	}
	if i < 0 {
		return s, rest, err == nil
	}
	s.Label = strings.TrimSpace(rest[:i+1])
	return s, strings.TrimSpace(rest[i+1:]), err == nil
}

// shownValue reads a value as valueWords prints it.
func (c *codec) shownValue(info functionInfo, text string) (Value, bool) {
	if isUnknown(text) && info.kind != kindText {
		return nil, true
	}
	s := &shown{codec: c, cells: strings.Fields(text)}
	var v Value
	switch info.kind {
	case kindOn:
		return On(text == "ON"), text == "ON" || text == "OFF"
	case kindText:
		return Text(text), len(text) <= info.count
	case kindProduct:
		if len(text) != 3 {
			return nil, false
		}
		return Product(text[1]), true
	case kindClock:
		at, _, ok := c.dateIn(text)
		return Clock(at), ok
	case kindShift:
		return shownShift(text)
	case kindVolumes:
		vols := Volumes{}
		for range info.count {
			vols = append(vols, s.volume())
		}
		v = vols
	case kindLength:
		v = Length(s.level())
	case kindExpansion:
		v = Expansion(s.scaled(c.expansionScale()))
	}
	return v, s.missing == 0
}

func shownShift(text string) (Value, bool) {
	if text == "DISABLED" {
		return ShiftOff, true
	}
	t, err := time.Parse("15:04", text)
	return Shift(time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute), err == nil
}
