package veeder

import (
	"math"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// parseDisplay reads what follows the code of a reply in the display format. Lines are read by content, never by column:
// labels are of any width, titles and headings may be there or not, and a line that means nothing is passed over.
func (c *codec) parseDisplay(r *Report, text string, at int) defect {
	text = strings.ReplaceAll(strings.ReplaceAll(text, newLine, "\n"), "\r", "\n")
	lines := strings.Split(text, "\n")
	for len(lines) > 0 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	if len(lines) > 0 {
		var ok bool
		if r.At, _, ok = c.dateIn(lines[0]); ok {
			lines = lines[1:]
		}
	}
	// An empty line, four header lines and an empty line stand before the body; before no body, nothing but empty lines.
	if len(lines) > HeaderLines+2 && strings.TrimSpace(lines[0]) == "" && strings.TrimSpace(lines[HeaderLines+1]) == "" {
		for _, l := range lines[1 : HeaderLines+1] {
			r.Headers = append(r.Headers, strings.TrimRight(l, " "))
		}
		lines = lines[HeaderLines+2:]
	}
	body, ok := c.displayed(r.Function, lines)
	if !ok {
		return defect{at, "a report that says nothing known"}
	}
	r.Body = body
	return defect{}
}

func (c *codec) displayed(f Function, lines []string) (Body, bool) {
	info, known := functions[f]
	switch f {
	case SystemStatus:
		return displayedAlarms(info.title, lines)
	case ShortInventory, InTankInventory, SafeFillInventory:
		return rows(lines, c.inventoryRow, Inventories{}), true
	case MassInventory:
		return rows(lines, c.massRow, Masses{}), true
	case DeliveryHistory, LastDelivery:
		return c.displayedDeliveries(lines), true
	case LeakDetect:
		return c.displayedDetections(lines), true
	case Status:
		return displayedStatuses(lines), true
	case AlarmHistory:
		return c.displayedHistories(lines), true
	case LeakHistory:
		var all LeakHistories
		for _, t := range c.displayedTests(lines, true) {
			all = append(all, TankLeaks(t))
		}
		return all, true
	case LeakResults:
		return LeakTests(c.displayedTests(lines, false)), true
	case LineLeakResults, LineLeakHistory:
		return c.displayedLines(lines), true
	case RevisionLevel:
		return revisionIn(strings.Join(lines, "\n")), true
	}
	if known && info.kind != none {
		return c.displayedSettings(info, lines), true
	}
	return Raw(strings.Trim(strings.Join(lines, "\n"), "\n")), true
}

// dateIn finds a date such as "JAN 22, 1996  3:06 PM" in a line, and returns what follows it.
func (c *codec) dateIn(line string) (at clock.Instant, rest string, ok bool) {
	upper := strings.ToUpper(line)
	for m := time.January; m <= time.December; m++ {
		i := strings.Index(upper, strings.ToUpper(m.String()[:3])+" ")
		if i < 0 {
			continue
		}
		f := strings.Fields(upper[i+3:])
		if len(f) < 4 {
			continue
		}
		day, err := strconv.Atoi(strings.TrimSuffix(f[0], ","))
		year, err2 := strconv.Atoi(f[1])
		h, min, found := strings.Cut(f[2], ":")
		hour, err3 := strconv.Atoi(h)
		minute, err4 := strconv.Atoi(min)
		if err != nil || err2 != nil || err3 != nil || err4 != nil || !found || hour < 1 || hour > 12 || minute < 0 {
			continue
		}
		hour %= 12
		if f[3] == "PM" {
			hour += 12
		} else if f[3] != "AM" {
			continue
		}
		at, ok = c.instant(year, m, day, hour, minute)
		return at, strings.Join(f[4:], " "), ok
	}
	return 0, "", false
}

// row is a line of a table: a device, a label, and what stands at its right end.
type row struct {
	device uint8
	label  string
	cells  []string
}

// numbers splits off the last n words of a line that are numbers or '?'; false where it is no such line.
func numbers(line string, n int) (row, bool) {
	words := strings.Fields(line)
	if len(words) < n+1 {
		return row{}, false
	}
	device, err := strconv.ParseUint(words[0], 10, 8)
	if err != nil {
		return row{}, false
	}
	cut := len(words) - n
	for _, w := range words[cut:] {
		if _, err := strconv.ParseFloat(w, 64); err != nil && !isUnknown(w) {
			return row{}, false
		}
	}
	label := strings.TrimSpace(line)[len(words[0]):]
	for i := len(words) - 1; i >= cut; i-- {
		label = strings.TrimSpace(label)
		label = label[:len(label)-len(words[i])]
	}
	return row{uint8(device), strings.TrimSpace(label), words[cut:]}, true
}

func rows[T any, L ~[]T](lines []string, read func(string) (T, bool), l L) L {
	for _, line := range lines {
		if item, ok := read(line); ok {
			l = append(l, item)
		}
	}
	return l
}

// shown reads cells into quantities one after another.
type shown struct {
	codec   *codec
	cells   []string
	next    int
	missing Fields
}

func (s *shown) scaled(scale float64) int64 {
	i := s.next
	s.next++
	if i < len(s.cells) {
		if f, err := strconv.ParseFloat(s.cells[i], 64); err == nil {
			if n, ok := back(f, scale); ok {
				return n
			}
		}
	}
	s.missing |= 1 << i
	return 0
}

func (s *shown) volume() unit.Volume { return unit.Volume(s.scaled(s.codec.volumeScale())) }
func (s *shown) level() unit.Level   { return unit.Level(s.scaled(s.codec.lengthScale())) }
func (s *shown) rate() Rate          { return Rate(s.scaled(s.codec.volumeScale())) }

func (s *shown) temperature() unit.Temperature {
	i := s.next
	s.next++
	if i < len(s.cells) {
		f, err := strconv.ParseFloat(s.cells[i], 64)
		if t, ok := s.codec.backTemperature(float32(f)); ok && err == nil && !math.IsNaN(f) {
			return t
		}
	}
	s.missing |= 1 << i
	return 0
}

// inventoryRow reads six numbers behind a label; the water volume is never shown.
func (c *codec) inventoryRow(line string) (i Inventory, ok bool) {
	r, ok := numbers(line, inventoryFields-1)
	if !ok {
		return i, false
	}
	s := &shown{codec: c, cells: r.cells}
	i = Inventory{Tank: r.device, Label: r.label, Volume: s.volume(), TCVolume: s.volume(), Ullage: s.volume(),
		Height: s.level(), Water: s.level(), Temperature: s.temperature()}
	i.Missing = s.missing | 1<<(inventoryFields-1)
	return i, true
}

func (c *codec) massRow(line string) (m Mass, ok bool) {
	r, ok := numbers(line, massFields)
	if !ok {
		return m, false
	}
	s := &shown{codec: c, cells: r.cells}
	m = Mass{Tank: r.device, Label: r.label, Volume: s.volume(), Mass: Grams(s.scaled(c.massScale())),
		Density: Density(s.scaled(c.densityScale())), Height: s.level(), Water: s.level(), Temperature: s.temperature()}
	m.Missing = s.missing
	return m, true
}

func displayedAlarms(title string, lines []string) (Body, bool) {
	alarms := Alarms{}
	for _, l := range lines {
		l = strings.TrimSpace(l)
		switch l {
		case "", title:
		case "ALL FUNCTIONS NORMAL":
			return alarms, true
		default:
			alarms = append(alarms, parseAlarm(l))
		}
	}
	return alarms, len(alarms) > 0
}

func displayedStatuses(lines []string) Statuses {
	list := Statuses{}
	for _, l := range lines {
		words := strings.Fields(l)
		if len(words) < 2 {
			continue
		}
		tank, err := strconv.ParseUint(words[0], 10, 8)
		if err != nil {
			continue
		}
		rest := strings.TrimSpace(strings.TrimSpace(l)[len(words[0]):])
		label, status := "", rest
		if i := strings.LastIndex(rest, "  "); i >= 0 {
			label, status = strings.TrimSpace(rest[:i]), strings.TrimSpace(rest[i:])
		}
		if n := len(list); n == 0 || list[n-1].Tank != uint8(tank) {
			list = append(list, TankStatus{Tank: uint8(tank), Label: label})
		}
		s := &list[len(list)-1]
		switch {
		case isUnknown(status):
			s.Unknown = true
		case status != "NORMAL":
			s.Alarms = append(s.Alarms, named(OfTank, uint8(tank), status))
		}
	}
	return list
}

func (c *codec) displayedHistories(lines []string) Histories {
	list := Histories{}
	var alarm Alarm
	for _, l := range lines {
		l = strings.TrimSpace(l)
		at, _, dated := c.dateIn(l)
		words := strings.Fields(l)
		switch n := len(list); {
		case len(words) >= 2 && words[0] == "TANK":
			if tank, err := strconv.ParseUint(words[1], 10, 8); err == nil {
				label := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(l[4:]), words[1]))
				list = append(list, TankHistory{Tank: uint8(tank), Label: label})
			} // else it is the title
		case n > 0 && dated:
			list[n-1].Past = append(list[n-1].Past, PastAlarm{at, alarm})
		case n > 0 && l != "":
			alarm = named(OfTank, list[n-1].Tank, l)
		}
	}
	for _, h := range list {
		sort.SliceStable(h.Past, func(i, j int) bool { return h.Past[i].At > h.Past[j].At })
	}
	return list
}
