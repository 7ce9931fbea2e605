// A host that loads plugins as Dkron does, on the library that Dkron loads them with, and does nothing else of it
// (docs/platforms/dkron.md). The same program is a plugin where the linker says what that speaks.
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/hashicorp/go-plugin"
)

var speaks, version string

func main() {
	command := ""
	if len(os.Args) > 1 {
		command = os.Args[1]
	}
	switch {
	case speaks != "":
		serve(speaks)
	case command == "agent":
		runAgent(os.Args[2:])
	case isEmbedded(command):
		serve("grpc")
	default:
		fatal(fmt.Errorf("usage: dkron agent --config FILE"))
	}
}

func runAgent(args []string) {
	flags := flag.NewFlagSet("agent", flag.ExitOnError)
	config := flags.String("config", "/etc/dkron/dkron.yml", "its plugins lie beside it")
	flags.Parse(args)
	settings, err := readSettings(*config)
	if err != nil {
		fatal(err)
	}
	plugins, err := loadPlugins(filepath.Dir(*config))
	if err != nil {
		fatal(err)
	}
	listener, err := net.Listen("tcp", settings["http-addr"])
	if err != nil {
		fatal(err)
	}
	go http.Serve(listener, api(node{settings["node-name"], filepath.Dir(*config), plugins}))
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, syscall.SIGINT)
	<-ended
	plugin.CleanupClients()
}

// What it has started by then lives on, as with Dkron.
func fatal(err error) {
	fmt.Fprintf(os.Stderr, "level=fatal msg=%q\n", err.Error())
	os.Exit(1)
}
