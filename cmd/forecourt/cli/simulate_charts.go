package cli

import (
	"fmt"

	"github.com/forecourt/forecourt/reports"
	"github.com/forecourt/forecourt/twin/station/day"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/unit"
)

// charts are the plots of the page.
func (s *simulation) charts() []reports.Chart {
	labels := make([]string, len(s.Days))
	for i := range s.Days {
		labels[i] = s.Days[i].Date[len("2026-"):]
	}
	scale := int64(1)
	for range s.Decimals {
		scale *= 10
	}
	cents := int64(1)
	for range s.Currency.Decimals() {
		cents *= 10
	}
	charts := []reports.Chart{
		{Title: "Sold, by grade", Unit: s.Unit.String(), Div: scale, Labels: labels,
			Series: s.series(s.Grades, func(d *day.Day, i int) int64 { return d.Grades[i].Counts / scale * scale })},
		{Title: "Taken, by payment", Unit: string(s.Currency), Div: cents, Labels: labels, Series: s.tenders(cents)},
		{Title: "Stock at the close, by tank", Unit: "L", Div: int64(unit.Litre), Lines: true, Labels: labels,
			Series: s.series(s.tankNames(), func(d *day.Day, i int) int64 { return int64(d.Tanks[i].Closing / unit.Litre * unit.Litre) })},
		{Title: "Customers who did not buy", Unit: "customers", Labels: labels,
			Series: s.series([]string{"gave up", "found no fuel", "card refused"}, func(d *day.Day, i int) int64 { return int64(d.Fates[i+1]) })},
		{Title: "Prices at the close", Unit: string(s.Currency) + "/" + s.Unit.String(), Div: 10_000, Lines: true, Above: true, Labels: labels,
			Series: s.series(s.Grades, func(d *day.Day, i int) int64 { return d.Grades[i].Price.E4 })},
		{Title: "Unexplained", Unit: "ml", Div: int64(unit.Millilitre), Labels: labels,
			Series: s.series([]string{"unexplained"}, func(d *day.Day, _ int) int64 { return int64(d.Unexplained) })},
	}
	if len(s.Days) == 1 { // one column says nothing that the table does not
		charts = nil
	}
	return append(s.hours(), charts...)
}

func (s *simulation) series(names []string, value func(*day.Day, int) int64) []reports.Series {
	all := make([]reports.Series, len(names))
	for i, name := range names {
		all[i].Name = name
		for k := range s.Days {
			all[i].Values = append(all[i].Values, value(&s.Days[k], i))
		}
	}
	return all
}

// tenders are the payments that anybody made.
func (s *simulation) tenders(cents int64) (all []reports.Series) {
	for i, n := range s.Sum.PaidBy {
		if n > 0 {
			all = append(all, s.series([]string{demand.Tender(i).String()}, func(d *day.Day, _ int) int64 { return d.Tenders[i] / cents * cents })...)
		}
	}
	return all
}

func (s *simulation) tankNames() (names []string) {
	for i, t := range s.Tanks {
		names = append(names, fmt.Sprintf("tank %d %s", t, s.TankGrades[i]))
	}
	return names
}

// hours are the charts of an average day.
func (s *simulation) hours() []reports.Chart {
	var labels []string
	served, left, wait, queue := reports.Series{Name: "served"}, reports.Series{Name: "left"}, reports.Series{Name: "longest wait"}, reports.Series{Name: "longest queue"}
	for h := range 24 {
		labels = append(labels, fmt.Sprintf("%02d", h))
		var came, sold, waited, queued int64
		for i := range s.Days {
			x := &s.Days[i].Hours[h]
			came, sold = came+int64(x.Arrived), sold+int64(x.Sales)
			waited, queued = max(waited, int64(x.WaitMax.Seconds())), max(queued, int64(x.QueueMax))
		}
		n := int64(len(s.Days))
		served.Values, left.Values = append(served.Values, sold*10/n), append(left.Values, max(came-sold, 0)*10/n)
		wait.Values, queue.Values = append(wait.Values, waited), append(queue.Values, queued)
	}
	return []reports.Chart{
		{Title: "Customers by the hour, on the mean of the days", Unit: "customers", Div: 10, Labels: labels, Series: []reports.Series{served, left}},
		{Title: "The longest wait by the hour", Unit: "s", Labels: labels, Series: []reports.Series{wait}},
		{Title: "The longest queue by the hour", Unit: "customers", Labels: labels, Series: []reports.Series{queue}},
	}
}
