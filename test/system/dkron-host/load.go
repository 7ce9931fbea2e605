package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/hashicorp/go-plugin"
)

// By kind and name, as /health tells them: the last one of a name wins.
type loaded map[string]*plugin.Client

func isEmbedded(name string) bool {
	return name == "shell" || name == "http"
}

// From the folder of its settings, then from that of its own program; the first that cannot be started ends it.
func loadPlugins(folder string) (loaded, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	plugins := loaded{}
	for _, kind := range []string{"processor", "executor"} {
		for _, place := range []string{filepath.Join(folder, "plugins"), filepath.Dir(program)} {
			paths, err := plugin.Discover("dkron-"+kind+"-*", place)
			if err != nil {
				return nil, err
			}
			for _, path := range paths {
				name := strings.TrimSuffix(strings.SplitN(filepath.Base(path), "-", 3)[2], ".exe")
				if err := plugins.start(kind, name, exec.Command(path)); err != nil {
					return nil, err
				}
			}
		}
	}
	for _, name := range []string{"shell", "http"} {
		if err := plugins.start("executor", name, exec.Command(program, name)); err != nil {
			return nil, err
		}
	}
	return plugins, nil
}

func (plugins loaded) start(kind, name string, command *exec.Cmd) error {
	client := plugin.NewClient(&plugin.ClientConfig{
		Cmd:              command,
		HandshakeConfig:  handshake,
		Managed:          true,
		Plugins:          kinds,
		AllowedProtocols: []plugin.Protocol{protocolOf[kind]},
	})
	protocol, err := client.Client()
	if err != nil {
		return err
	}
	if _, err := protocol.Dispense(kind); err != nil {
		return err
	}
	plugins[kind+"-"+name] = client
	return nil
}
