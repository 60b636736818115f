package cli

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/forecourt/forecourt/reports"
	"github.com/forecourt/forecourt/twin/station/day"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/unit"
)

// mostRows is up to how many days each has a row of its own; more are shown by the month.
const mostRows = 31

// period is one row: a day, or a month.
type period struct {
	name string
	day.Sums
	closing []unit.Volume
}

// periods are the rows of the days.
func (s *simulation) periods() (rows []period, what string) {
	what = "day"
	if len(s.Days) > mostRows {
		what = "month"
	}
	for i := range s.Days {
		d := &s.Days[i]
		name := d.Date
		if what == "month" {
			name = d.Date[:len("2026-01")]
		}
		if len(rows) == 0 || rows[len(rows)-1].name != name {
			rows = append(rows, period{name: name})
		}
		last := &rows[len(rows)-1]
		last.Add(&d.Sums)
		last.closing = nil
		for _, t := range d.Tanks {
			last.closing = append(last.closing, t.Closing)
		}
	}
	return rows, what
}

// table is the days in rows, the last one their sum.
func (s *simulation) table() (head []string, rows [][]string, sum []string) {
	periods, what := s.periods()
	head = []string{what, "sales", s.Unit.String(), string(s.Currency), "came", "waited", "left", "delivered"}
	for i, t := range s.Tanks {
		head = append(head, fmt.Sprintf("tank %d %s", t, s.TankGrades[i]))
	}
	head = append(head, "unexplained")
	row := func(name string, x *day.Sums, closing []unit.Volume) []string {
		cells := []string{
			name, grouped(x.Sales), s.short(x.Counts), commas(string(s.amount(x.Minor))), grouped(x.Arrived), grouped(x.Waited),
			grouped(x.Arrived - x.Sales), wholeLitres(x.Delivered),
		}
		for _, v := range closing {
			cells = append(cells, wholeLitres(v))
		}
		for range len(s.Tanks) - len(closing) {
			cells = append(cells, "")
		}
		return append(cells, s.unexplained(x))
	}
	for i := range periods {
		rows = append(rows, row(periods[i].name, &periods[i].Sums, periods[i].closing))
	}
	return head, rows, row("sum", &s.Sum, nil)
}

func (s *simulation) unexplained(x *day.Sums) string {
	return fmt.Sprintf("%s ml, %s", thousandths(int64(x.Unexplained)), unit.Money{Minor: x.UnexplainedMinor, Currency: s.Currency})
}

// short is a volume of displays without its unit.
func (s *simulation) short(counts int64) string {
	v := s.volume(counts)
	return commas(strings.TrimSuffix(v.String(), " "+v.Unit.String()))
}

// commas groups the digits before the point.
func commas(decimal string) string {
	whole, rest, point := strings.Cut(decimal, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if point {
		whole += "." + rest
	}
	return whole
}

func wholeLitres(v unit.Volume) string {
	return commas(fmt.Sprint(int64((v+unit.Litre/2)/unit.Litre))) + " L"
}

// print says the result in words.
func (s *simulation) print(p *program) {
	r := s.Report
	p.print("%s, %s from %s, level %s, customers %s, seed %s\n\n", r.Site, counted(len(r.Days), "day"), r.Days[0].Date, r.Level, r.Profile, seedText(r.Seed))
	head, rows, sum := s.table()
	p.rightTable(append(append([][]string{head}, rows...), sum))
	p.print("\n")
	for _, f := range s.facts() {
		p.print("%-12s%s\n", strings.ToLower(f.Name), f.Value)
	}
	p.print("%-12s%s\n", "speed", s.speed())
	for _, f := range s.findings() {
		p.print("FAIL        %s\n", f)
	}
	p.print("%-12s%s, days.json and days.csv beside it\n", "saved", s.page)
	p.print("%-12s%s\n", "again", s.again())
}

// facts are the result in a few lines, without what a repetition would change.
func (s *simulation) facts() []reports.Fact {
	r, sum := s.Report, &s.Sum
	books := fmt.Sprintf("balance: 0 ml and %s unexplained in %s", unit.Money{Currency: r.Currency}, counted(len(r.Days), "day"))
	if !r.Balanced() {
		books = "DO NOT BALANCE: " + s.unexplained(sum)
	}
	facts := []reports.Fact{
		{Name: "Sold", Value: fmt.Sprintf("%s %s for %s %s in %s", s.short(sum.Counts), r.Unit, commas(string(s.amount(sum.Minor))), r.Currency, counted(sum.Sales, "sale"))},
		{Name: "Paid", Value: s.paidWords()},
		{Name: "Customers", Value: fmt.Sprintf("%s came; %s gave up, %s found no fuel, %s left with a refused card; %s cut short by an empty tank",
			grouped(sum.Arrived), grouped(sum.Fates[demand.GaveUp]), grouped(sum.Fates[demand.SoldOut]), grouped(sum.Fates[demand.Refused]), counted(sum.Dry, "sale"))},
		{Name: "Queues", Value: fmt.Sprintf("%s waited, %s on the mean, %s at most; at most %d at once", grouped(sum.Waited),
			seconds(sum.WaitSum/time.Duration(max(sum.Waited, 1))), seconds(sum.WaitMax), sum.QueueMax)},
		{Name: "Mistakes", Value: s.mistakeWords()},
		{Name: "Deliveries", Value: fmt.Sprintf("%s, %s", counted(sum.Loads, "lorry load"), wholeLitres(sum.Delivered))},
	}
	if s.verb.Faults != "" {
		facts = append(facts, reports.Fact{Name: "Faults", Value: fmt.Sprintf("%s in mid-sale survived; %s ml ran on in no sale",
			counted(sum.Cuts, "power cut"), commas(string(thousandths(int64(sum.AfterFlow)))))})
	}
	if sum.Overrun > 0 {
		facts = append(facts, reports.Fact{Name: "Overrun", Value: fmt.Sprintf("%s %s delivered beyond what was paid ahead, which nobody pays",
			commas(string(s.amount(sum.Overrun))), r.Currency)})
	}
	facts = append(facts, reports.Fact{Name: "Books", Value: books})
	if r.Level == day.WireLevel {
		facts = append(facts,
			reports.Fact{Name: "Wire", Value: fmt.Sprintf("%s frames, %s of invariants, %s; digest %s", grouped(int(r.Frames)), counted(r.Checks, "check"),
				counted(r.Refused, "refusal"), s.lasting().Digest)},
			reports.Fact{Name: "Instants", Value: fmt.Sprintf("%s off the plan's on the mean, %s at most", seconds(r.Lateness.Mean), seconds(r.Lateness.Max))})
	}
	return facts
}

// speed is what the run took.
func (s *simulation) speed() string {
	how := string(s.Level)
	if s.Level == day.WireLevel {
		how += ", mode " + s.verb.Mode + ", payments " + s.verb.Payments
	}
	return fmt.Sprintf("%.3f s of processor time, %s x real time (%s)", s.cpu.Seconds(), grouped(int(s.realtime())), how)
}

func (s *simulation) findings() []string {
	var all []string
	for _, d := range s.Days {
		for _, f := range d.Findings {
			all = append(all, d.Date+": "+f)
		}
	}
	all = append(append(all, s.Violations...), s.Differences...)
	if s.Differ > len(s.Differences) {
		all = append(all, fmt.Sprintf("%d more sales are not the plan's", s.Differ-len(s.Differences)))
	}
	return all
}

func (s *simulation) paidWords() string {
	var parts []string
	for i, n := range s.Sum.PaidBy {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s (%s)", demand.Tender(i), commas(string(s.amount(s.Sum.Tenders[i]))), grouped(n)))
		}
	}
	if len(parts) == 0 {
		return "nothing"
	}
	return strings.Join(parts, ", ")
}

func (s *simulation) mistakeWords() string {
	var parts []string
	for i, name := range mistakes {
		parts = append(parts, fmt.Sprintf("%s %s", name, grouped(s.Sum.Mistakes[i])))
	}
	return strings.Join(append(parts, fmt.Sprintf("cards declined %s", grouped(s.Sum.Declined))), ", ")
}

func seconds(d time.Duration) string {
	if d >= time.Minute {
		return d.Round(time.Second).String()
	}
	return d.Round(10 * time.Millisecond).String()
}

// rightTable prints rows in columns; all but the first stand at the right.
func (p *program) rightTable(rows [][]string) {
	widths := columnWidths(rows)
	for _, row := range rows {
		line := fmt.Sprintf("%-*s", widths[0], row[0])
		for i, cell := range row[1:] {
			line += fmt.Sprintf("  %*s", widths[i+1], cell)
		}
		p.print("%s\n", strings.TrimRight(line, " "))
	}
}

// figures is the page.
func (s *simulation) figures() reports.Figures {
	r := s.Report
	head, rows, sum := s.table()
	f := reports.Figures{
		Kind: "Forecourt simulation", Title: r.Site, Beside: fmt.Sprintf("%s from %s, seed %s", counted(len(r.Days), "day"), r.Days[0].Date, seedText(r.Seed)),
		Good: r.Balanced(), Facts: s.facts(), Command: s.again(), Findings: s.findings(), Charts: s.charts(),
		Tables: []reports.Table{{Title: "The days", Head: head, Rows: rows, Sum: sum}, s.loads()},
		Notes: []string{
			"Volumes and money are what the displays counted. Unexplained is what neither meters, declared meter errors, deliveries nor payments account for.",
			"Customers by profile " + r.Profile + "; its file says where each number comes from.",
		},
	}
	f.Said = "Every millilitre and every cent is explained."
	if !f.Good {
		f.Said = "The books do not balance."
	}
	return f
}

// loads is the table of deliveries.
func (s *simulation) loads() reports.Table {
	t := reports.Table{Title: "Deliveries", Head: []string{"delivery", "at", "tank", "volume"}}
	for _, d := range s.Days {
		for _, l := range d.Deliveries {
			if len(t.Rows) < 100 {
				t.Rows = append(t.Rows, []string{fmt.Sprint(l.Number), l.At.Time().Format("2006-01-02 15:04"),
					fmt.Sprintf("%d %s", s.Tanks[l.Tank], s.TankGrades[l.Tank]), wholeLitres(l.Volume)})
			}
		}
	}
	if s.Sum.Loads > len(t.Rows) {
		t.Title = fmt.Sprintf("Deliveries, the first %d of %s; all are in %s", len(t.Rows), grouped(s.Sum.Loads), filepath.Base("days.json"))
	}
	return t
}
