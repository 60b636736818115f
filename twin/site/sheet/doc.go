// Package sheet makes site plans of a table: CSV with a row for each logical nozzle of each site.
//
//	sheet.go    reading the table: columns, sites, rows
//	column.go   the columns, as a table
//	write.go    a site's rows as the YAML of a plan, each value remembering its cell; dispenser.go its dispensers
//
// The plan that is made goes through site.Load as any other: there is one set of checks. What it finds wrong is told at the
// cell that the value came from, as file:row:column, where the column is counted in characters as editors do; the first row of
// a table has the names of its columns. A value that must be the same in several rows, such as the capacity of a tank, may be
// left empty after the first of them, and is refused where it differs.
package sheet
